// The forward pass of any graph in plain loops, one sample and one unit after the other; it owes nothing to src.

export interface NaiveNode {
  readonly type: string;
  readonly from: readonly string[];
  readonly activation?: string;
  readonly [key: string]: unknown;
}

export interface NaiveGraph {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly nodes: Readonly<Record<string, NaiveNode>>;
  readonly outputs: Readonly<Record<string, { readonly loss: string }>>;
}

export type NaiveParameters = Readonly<Record<string, { readonly data: ArrayLike<number> }>>;

/** An activity with its shape. */
export interface Field {
  readonly shape: readonly number[];
  readonly data: number[];
}

/** What a unit takes from a parent: which unit, times which number of which parameter (or times a number). */
export interface Taken {
  readonly parent: number;
  readonly pre: number;
  /** Of NODE.weight; undefined where the factor is fixed. */
  readonly weight?: number;
  readonly factor: number;
  /** Of a projection whose weights are a parameter of their own: what it is called, and whose weights it has. */
  readonly named?: Named | undefined;
}

export interface Named {
  readonly name: string;
  readonly share?: string | undefined;
  readonly pattern: string;
}

/** Whose weight it is: NODE, NODE:NAME, or that of another. */
export const holderOf = ({ named }: Pick<Taken, 'named'>, node: string): string =>
  named === undefined ? node : (named.share ?? `${node}:${named.name}`);

/** What the units of a node take, port by port, and the node's shape. */
export interface Wired {
  readonly shape: readonly number[];
  readonly integration: 'sum' | 'product' | 'max';
  /** By unit, by port. */
  readonly units: readonly (readonly (readonly Taken[])[])[];
  readonly biasOf?: (unit: number) => number;
}

/** A network as it was read: builders and layers are nodes there, and views stand beside them. */
export const asGraph = ({
  inputs,
  nodes,
  views = {},
  outputs,
}: {
  readonly inputs: NaiveGraph['inputs'];
  readonly nodes: object;
  readonly views?: object | undefined;
  readonly outputs: NaiveGraph['outputs'];
}): NaiveGraph => ({ inputs, nodes: { ...views, ...nodes } as NaiveGraph['nodes'], outputs });

const pair = (value: unknown): [number, number] =>
  Array.isArray(value) ? (value as [number, number]) : [value as number, value as number];
const size = (shape: readonly number[]) => shape.reduce((p, n) => p * n, 1);

const types: Record<string, (node: NaiveNode, parents: readonly (readonly number[])[]) => Wired> = {
  dense: ({ units, bias }, parents) => {
    const ins = parents.reduce((sum, shape) => sum + size(shape), 0);
    return {
      shape: [units as number],
      integration: 'sum',
      ...(bias !== false && { biasOf: (unit: number) => unit }),
      units: range(units as number).map((unit) => {
        let column = 0;
        const taken = parents.flatMap((shape, parent) =>
          range(size(shape)).map((pre) => ({ parent, pre, weight: unit * ins + column++, factor: 1 })),
        );
        return [taken];
      }),
    };
  },
  conv2d: (node, [[height, width, channels = 1]]) => {
    const {
      filters,
      groups = 1,
      bias = true,
    } = node as unknown as { filters: number; groups?: number; bias?: boolean };
    const [kh, kw] = pair(node.kernel);
    const [sh, sw] = pair(node.stride ?? 1);
    const [dh, dw] = pair(node.dilation ?? 1);
    const [[top, bottom], [left, right]] = pair(node.padding ?? 0).map(pair);
    const seen = channels / groups;
    const rows = Math.floor((height + top + bottom - (dh * (kh - 1) + 1)) / sh) + 1;
    const columns = Math.floor((width + left + right - (dw * (kw - 1) + 1)) / sw) + 1;
    const units: Taken[][][] = [];
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++)
        for (let f = 0; f < filters; f++) {
          const taken: Taken[] = [];
          for (let i = 0; i < kh; i++)
            for (let j = 0; j < kw; j++)
              for (let k = 0; k < seen; k++) {
                const [y, x] = [r * sh + i * dh - top, c * sw + j * dw - left];
                if (y < 0 || x < 0 || y >= height || x >= width) continue;
                const channel = Math.floor(f / (filters / groups)) * seen + k;
                const weight = ((f * kh + i) * kw + j) * seen + k;
                taken.push({ parent: 0, pre: (y * width + x) * channels + channel, weight, factor: 1 });
              }
          units.push([taken]);
        }
    return {
      ...{ shape: [rows, columns, filters], integration: 'sum', units },
      ...(bias && { biasOf: (unit: number) => unit % filters }),
    };
  },
  add: ({ factors }, parents) =>
    elementwise(parents, (k) => (factors as number[] | undefined)?.[k] ?? 1, 'sum'),
  multiply: (_, parents) => elementwise(parents, () => 1, 'product'),
  sum: ({ axes }, [shape]) => along(axes as number[], shape, () => 1, 'sum'),
  mean: ({ axes }, [shape]) => along(axes as number[], shape, (n) => 1 / n, 'sum'),
  max: ({ axes }, [shape]) => along(axes as number[], shape, () => 1, 'max'),
  scale: ({ axes, bias = true }, [shape]) => {
    const width = size(shape.slice(-((axes as number | undefined) ?? shape.length)));
    const units = range(size(shape)).map((pre) => [[{ parent: 0, pre, weight: pre % width, factor: 1 }]]);
    return {
      shape,
      integration: 'sum',
      units,
      ...(bias === true && { biasOf: (unit: number) => unit % width }),
    };
  },
  linear: ({ units, bias = true }, [shape]) => {
    const [ins, outs] = [shape[shape.length - 1], units as number];
    const rows = range(size(shape) / ins).flatMap((row) =>
      range(outs).map((unit) => [
        range(ins).map((k) => ({ parent: 0, pre: row * ins + k, weight: unit * ins + k, factor: 1 })),
      ]),
    );
    const wired = { shape: [...shape.slice(0, -1), outs], integration: 'sum' as const, units: rows };
    return { ...wired, ...(bias === true && { biasOf: (unit: number) => unit % outs }) };
  },
  causal: (_, [shape]) => {
    const units = range(size(shape)).map((pre) => {
      const [now, then] = unravel(pre, shape);
      return [then > now ? [] : [{ parent: 0, pre, factor: 1 }]];
    });
    return { shape, integration: 'sum', units };
  },
  // Views: units taken as they are.
  concat: ({ axis }, parents) => {
    const k = (axis as number | undefined) ?? parents[0].length - 1;
    const shape = parents[0].map((n, i) => (i === k ? parents.reduce((sum, one) => sum + one[k], 0) : n));
    return taking(shape, (place) => {
      let parent = 0;
      const at = [...place];
      while (at[k] >= parents[parent][k]) at[k] -= parents[parent++][k];
      return { parent, pre: ravel(at, parents[parent]) };
    });
  },
  slice: ({ axis, begin = 0, end }, [shape]) => {
    const k = (axis as number | undefined) ?? shape.length - 1;
    const size = ((end as number | undefined) ?? shape[k]) - (begin as number);
    const from = (place: number[]) => place.map((at, i) => (i === k ? at + (begin as number) : at));
    return taking(
      shape.map((n, i) => (i === k ? size : n)),
      (place) => ({ parent: 0, pre: ravel(from(place), shape) }),
    );
  },
  reshape: ({ shape }, [parent]) => {
    const known = size((shape as number[]).filter((n) => n > 0));
    const whole = (shape as number[]).map((n) => (n > 0 ? n : size(parent) / known));
    return taking(whole, (place) => ({ parent: 0, pre: ravel(place, whole) }));
  },
  unsqueeze: ({ axis }, [shape]) => {
    const whole = [...shape];
    whole.splice(axis as number, 0, 1);
    return taking(whole, (place) => ({ parent: 0, pre: ravel(place, whole) }));
  },
  flatten: (_, [shape]) => taking([size(shape)], ([pre]) => ({ parent: 0, pre })),
  transpose: ({ axes }, [shape]) => {
    const order = axes as number[];
    return taking(
      order.map((axis) => shape[axis]),
      (place) => ({
        parent: 0,
        pre: ravel(
          shape.map((_, axis) => place[order.indexOf(axis)]),
          shape,
        ),
      }),
    );
  },
  local2d: (node, parents) => {
    const { filters } = node as unknown as { filters: number };
    const shared = types.conv2d(node, parents);
    const [kh, kw] = pair(node.kernel);
    const each = kh * kw * (parents[0][2] ?? 1);
    const units = shared.units.map(([taken], unit) => [
      taken.map((one) => ({ ...one, weight: unit * each + (one.weight! - (unit % filters) * each) })),
    ]);
    return { ...shared, units, ...(node.bias !== false && { biasOf: (unit: number) => unit }) };
  },
  sparse: ({ units, pairs, mask, bias }, [shape]) => {
    const listed = (pairs as [number, number][] | undefined) ?? [];
    const rows =
      (mask as number[][] | undefined) ??
      range(units as number).map((post) =>
        range(size(shape)).map((pre) => (listed.some(([a, b]) => a === pre && b === post) ? 1 : 0)),
      );
    let weight = 0;
    const made = rows.map((row) => [
      row.flatMap((one, pre) => (one === 1 ? [{ parent: 0, pre, weight: weight++, factor: 1 }] : [])),
    ]);
    const wired = { shape: [units as number], integration: 'sum' as const, units: made };
    return { ...wired, ...(bias !== false && { biasOf: (unit: number) => unit }) };
  },
  neurons: (node, sources) => {
    const { projections, integration = 'sum', bias = true } = node as unknown as NaiveNeurons;
    const units: Taken[][][] = [];
    const names = new Map<string, number>();
    let [shape, offset, ports]: [readonly number[], number, number] = [[], 0, 0];
    for (const [k, { pattern, weights, port, name, share }] of projections.entries()) {
      const named = name === undefined ? undefined : { name, share, pattern: pattern.type };
      const type = pattern.type === 'oneToOne' ? 'add' : pattern.type;
      const wired = types[type]({ ...pattern, from: [] }, [sources[k]]);
      if (k === 0) shape = wired.shape;
      if (integration === 'sum') ports = 0;
      const at = names.get(port ?? '') ?? ports++;
      if (port !== undefined) names.set(port, at);
      let most = -1;
      for (const [unit, [taken]] of wired.units.entries()) {
        units[unit] ??= [];
        units[unit][at] ??= [];
        for (const one of taken) {
          const { weight, factor } = one;
          if (weight === undefined || typeof weights === 'object') {
            const fixed =
              (weight === undefined ? factor : 1) * (typeof weights === 'object' ? weights.fixed : 1);
            units[unit][at].push({ parent: k, pre: one.pre, factor: fixed });
          } else {
            units[unit][at].push({ ...one, parent: k, weight: named ? weight : weight + offset, named });
            if (!named) most = Math.max(most, weight);
          }
        }
      }
      offset += most + 1;
    }
    const given =
      (node.shape as number[] | undefined) ?? (node.units === undefined ? shape : [node.units as number]);
    return { shape: given, integration, units, ...(bias && { biasOf: (unit: number) => unit }) };
  },
  meanPool2d: (node, parents) => pool(node, parents, false),
  maxPool2d: (node, parents) => pool(node, parents, true),
};

interface NaiveNeurons {
  readonly integration?: Wired['integration'];
  readonly bias?: boolean;
  readonly projections: readonly {
    readonly pattern: NaiveNode;
    readonly weights?: string | { readonly fixed: number };
    readonly port?: string;
    readonly name?: string;
    readonly share?: string;
  }[];
}

function pool(
  node: NaiveNode,
  [[height, width, channels = 1]]: readonly (readonly number[])[],
  max: boolean,
): Wired {
  const [kh, kw] = pair(node.kernel);
  const [sh, sw] = pair(node.stride ?? node.kernel);
  const [ph, pw] = pair(node.padding ?? 0);
  const rows = Math.floor((height + 2 * ph - kh) / sh) + 1;
  const columns = Math.floor((width + 2 * pw - kw) / sw) + 1;
  const units: Taken[][][] = [];
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      for (let k = 0; k < channels; k++) {
        const taken: Taken[] = [];
        for (let i = 0; i < kh; i++)
          for (let j = 0; j < kw; j++) {
            const [y, x] = [r * sh + i - ph, c * sw + j - pw];
            if (y < 0 || x < 0 || y >= height || x >= width) continue;
            taken.push({ parent: 0, pre: (y * width + x) * channels + k, factor: max ? 1 : 1 / (kh * kw) });
          }
        if (!max && node.countIncludePad === false)
          for (const [at, one] of taken.entries()) taken[at] = { ...one, factor: 1 / taken.length };
        units.push(max ? taken.map((one) => [one]) : [taken]);
      }
  return { shape: [rows, columns, channels], integration: max ? 'max' : 'sum', units };
}

/** Numbers of a place, the last axis the fastest. */
const unravel = (unit: number, shape: readonly number[]): number[] => {
  const place: number[] = [];
  let rest = unit;
  for (const n of [...shape].reverse()) {
    place.unshift(rest % n);
    rest = Math.floor(rest / n);
  }
  return place;
};
const ravel = (place: readonly number[], shape: readonly number[]): number =>
  place.reduce((unit, at, axis) => unit * shape[axis] + at, 0);

function taking(shape: readonly number[], from: (place: number[]) => { parent: number; pre: number }): Wired {
  const units = range(size(shape)).map((unit) => [[{ ...from(unravel(unit, shape)), factor: 1 }]]);
  return { shape, integration: 'sum', units };
}

function elementwise(
  parents: readonly (readonly number[])[],
  factorOf: (parent: number) => number,
  integration: Wired['integration'],
): Wired {
  const shape = parents[0].map((_, axis) => Math.max(...parents.map((one) => one[axis])));
  const units = range(size(shape)).map((unit) => {
    const place = unravel(unit, shape);
    const taken = parents.map((one, parent) => {
      const pre = ravel(
        place.map((at, axis) => (one[axis] === 1 ? 0 : at)),
        one,
      );
      return { parent, pre, factor: factorOf(parent) };
    });
    return integration === 'sum' ? [taken] : taken.map((one) => [one]);
  });
  return { shape, integration, units };
}

function along(
  given: readonly number[],
  parent: readonly number[],
  factorOf: (many: number) => number,
  integration: Wired['integration'],
): Wired {
  const axes = given.map((axis) => (axis < 0 ? axis + parent.length : axis));
  const shape = parent.map((n, axis) => (axes.includes(axis) ? 1 : n));
  const groups = range(size(shape)).map((): Taken[] => []);
  const factor = factorOf(size(parent) / size(shape));
  for (let pre = 0; pre < size(parent); pre++) {
    const place = unravel(pre, parent).map((at, axis) => (axes.includes(axis) ? 0 : at));
    groups[ravel(place, shape)].push({ parent: 0, pre, factor });
  }
  return {
    shape,
    integration,
    units: groups.map((taken) => (integration === 'sum' ? [taken] : taken.map((one) => [one]))),
  };
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** How one node is wired. */
export const wiredBy = (node: NaiveNode, parents: readonly (readonly number[])[]): Wired =>
  types[node.type](node, parents);

/** How every node of a graph is wired, in the order in which it can be computed. */
export function wiredOf(graph: NaiveGraph): ReadonlyMap<string, Wired> {
  const wired = new Map<string, Wired>();
  const shapeOf = (name: string): readonly number[] => graph.inputs[name] ?? wire(name).shape;
  const wire = (name: string): Wired => {
    const known = wired.get(name);
    if (known) return known;
    const node = graph.nodes[name];
    const made = types[node.type](node, node.from.map(shapeOf));
    wired.set(name, made);
    return made;
  };
  for (const name of Object.keys(graph.nodes)) wire(name);
  return wired;
}

const functions: Record<string, (a: number) => number> = {
  linear: (a) => a,
  relu: (a) => Math.max(a, 0),
  tanh: Math.tanh,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  softplus: (a) => Math.log(1 + Math.exp(a)),
  exp: Math.exp,
  reciprocal: (a) => 1 / a,
  rsqrt: (a) => a ** -0.5,
  square: (a) => a ** 2,
  abs: Math.abs,
  silu: (a) => a / (1 + Math.exp(-a)),
  gelu: (a) => 0.5 * a * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (a + 0.044715 * a ** 3))),
};

/** Activities of one sample. */
export function activities(
  graph: NaiveGraph,
  parameters: NaiveParameters,
  inputs: Readonly<Record<string, ArrayLike<number>>>,
): Record<string, number[]> {
  const known: Record<string, number[]> = {};
  for (const [name, values] of Object.entries(inputs)) known[name] = Array.from(values);
  for (const [name, { units, integration, biasOf }] of wiredOf(graph)) {
    const { from, activation = 'linear', share, offset = 0 } = graph.nodes[name];
    const owner = (share as string | undefined) ?? name;
    known[name] = units.map((ports, unit) => {
      const brought = ports.map((taken) =>
        taken.reduce((sum, one) => {
          const { parent, pre, weight, factor } = one;
          const w = weight === undefined ? factor : parameters[`${holderOf(one, owner)}.weight`].data[weight];
          return sum + w * known[from[parent]][pre];
        }, 0),
      );
      const bias = biasOf ? parameters[`${owner}.bias`].data[biasOf(unit)] : (offset as number);
      const together =
        integration === 'sum'
          ? brought.reduce((a, b) => a + b)
          : integration === 'product'
            ? brought.reduce((a, b) => a * b)
            : Math.max(...brought);
      return functions[activation](together + bias);
    });
  }
  return known;
}

/** The loss of one sample: half the squared distance, or cross-entropy of a softmax. */
export function lossOf(
  graph: NaiveGraph,
  known: Record<string, number[]>,
  targets: Readonly<Record<string, ArrayLike<number>>>,
): number {
  return Object.entries(graph.outputs).reduce((total, [name, { loss }]) => {
    const [x, t] = [known[name], Array.from(targets[name])];
    if (loss === 'mse') return total + x.reduce((sum, v, i) => sum + (v - t[i]) ** 2 / 2, 0);
    const largest = Math.max(...x);
    const normal = largest + Math.log(x.reduce((sum, v) => sum + Math.exp(v - largest), 0));
    return total + x.reduce((sum, v, i) => sum - t[i] * (v - normal), 0);
  }, 0);
}

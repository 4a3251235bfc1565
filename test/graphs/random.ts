import fc from 'fast-check';

interface Known {
  readonly name: string;
  readonly shape: readonly number[];
}

type Made = { readonly spec: Record<string, unknown>; readonly shape: readonly number[] };

const size = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);
const smooth = ['linear', 'tanh', 'sigmoid', 'softplus', 'gelu', 'silu'];

/**
 * Feed-forward graphs of up to seven nodes and views of every pattern and integration, drawn one after the other over what is
 * there already; an output above all that lead nowhere. Choices are numbers, taken modulo what there is to choose from.
 */
export const anyGraph = fc
  .record({
    image: fc.tuple(
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 2, max: 6 }),
      fc.integer({ min: 1, max: 2 }),
    ),
    draws: fc.array(fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 7 }),
  })
  .map(({ image, draws }) => {
    const known: Known[] = [{ name: 'image', shape: image }];
    const nodes: Record<string, Record<string, unknown>> = {};
    for (const [k, draw] of draws.entries()) {
      const of = <V>(list: readonly V[], i: number) => list[draw[i] % list.length];
      const parent = of(known, 0);
      const made = makers[draw[1] % makers.length](parent, draw, known);
      if (!made) continue;
      const name = `n${k}`;
      nodes[name] = made.spec;
      known.push({ name, shape: made.shape });
    }
    const taken = new Set(Object.values(nodes).flatMap(({ from }) => from as string[]));
    const loose = known.map(({ name }) => name).filter((name) => !taken.has(name));
    nodes.out = { type: 'dense', units: 2, from: loose };
    return {
      ...{ inputs: { image }, nodes, outputs: { out: { loss: 'mse' } } },
      init: { weight: { type: 'normal', sd: 0.7 } },
    };
  });

type Maker = (parent: Known, draw: readonly number[], known: readonly Known[]) => Made | undefined;

const makers: readonly Maker[] = [
  ({ name, shape }, draw) => {
    if (shape.length !== 3) return undefined;
    const kernel = [1 + (draw[2] % 3), 1 + (draw[3] % 2)];
    const spec = {
      ...{
        type: 'conv2d',
        filters: 1 + (draw[4] % 3),
        kernel,
        stride: 1 + (draw[2] % 2),
        padding: draw[6] % 2,
      },
      ...{ activation: smooth[draw[7] % 6], from: [name] },
    };
    const out = [0, 1].map((a) => Math.floor((shape[a] + 2 * spec.padding - kernel[a]) / spec.stride) + 1);
    return out.every((n) => n >= 1) ? { spec, shape: [...out, spec.filters] } : undefined;
  },
  ({ name, shape }, draw) => {
    const kernel = 1 + (draw[2] % 3);
    if (shape.length !== 3 || shape[0] < kernel || shape[1] < kernel) return undefined;
    const type = draw[3] % 2 === 0 ? 'meanPool2d' : 'maxPool2d';
    const stride = 1 + (draw[5] % 3);
    const padding = draw[6] % (1 + Math.floor(kernel / 2));
    const times = (size: number) => Math.floor((size + 2 * padding - kernel) / stride) + 1;
    const out = [times(shape[0]), times(shape[1]), shape[2]];
    const counting = type === 'meanPool2d' && draw[7] % 2 === 0 ? { countIncludePad: false } : {};
    const spec = { type, kernel, stride, padding, ...counting, relaxes: draw[4] % 2 === 0, from: [name] };
    return { spec, shape: out };
  },
  ({ name }, draw, known) => {
    const other = known[draw[2] % known.length].name;
    const units = 1 + (draw[3] % 4);
    const from = other === name ? [name] : [name, other];
    return { spec: { type: 'dense', units, activation: smooth[draw[4] % 6], from }, shape: [units] };
  },
  ({ name, shape }, draw) => {
    const units = 1 + (draw[2] % 3);
    const spec = {
      type: 'linear',
      units,
      activation: smooth[draw[3] % 6],
      bias: draw[4] % 2 === 0,
      from: [name],
    };
    return { spec, shape: [...shape.slice(0, -1), units] };
  },
  (parent, draw, known) => {
    const same = known.filter(({ shape }) => shape.join() === parent.shape.join());
    const other = same[draw[2] % same.length];
    const type = draw[3] % 2 === 0 ? 'add' : 'multiply';
    return {
      spec: { type, activation: smooth[draw[4] % 6], from: [parent.name, other.name] },
      shape: parent.shape,
    };
  },
  ({ name, shape }, draw) => {
    const axis = draw[2] % shape.length;
    const type = ['sum', 'mean', 'max'][draw[3] % 3];
    const spec = { type, axes: [axis], relaxes: draw[4] % 2 === 0, from: [name] };
    return { spec, shape: shape.map((n, k) => (k === axis ? 1 : n)) };
  },
  ({ name, shape }, draw) => {
    const spec = {
      type: 'scale',
      axes: 1 + (draw[2] % shape.length),
      activation: smooth[draw[3] % 6],
      from: [name],
    };
    return { spec: { ...spec, init: { weight: { type: 'normal', sd: 1 } } }, shape };
  },
  ({ name, shape }, draw) => {
    const axis = draw[2] % shape.length;
    const begin = draw[3] % shape[axis];
    const out = shape.map((n, k) => (k === axis ? n - begin : n));
    return { spec: { type: 'slice', axis, begin, from: [name] }, shape: out };
  },
  ({ name, shape }, draw) => {
    const axes = [...shape.keys()];
    axes.push(...axes.splice(0, draw[2] % shape.length));
    return { spec: { type: 'transpose', axes, from: [name] }, shape: axes.map((axis) => shape[axis]) };
  },
  (parent, draw, known) => {
    const axis = draw[2] % parent.shape.length;
    const fits = known.filter(
      ({ shape }) =>
        shape.length === parent.shape.length && shape.every((n, k) => k === axis || n === parent.shape[k]),
    );
    const other = fits[draw[3] % fits.length];
    const shape = parent.shape.map((n, k) => (k === axis ? n + other.shape[axis] : n));
    return { spec: { type: 'concat', axis, from: [parent.name, other.name] }, shape };
  },
  ({ name, shape }) => ({ spec: { type: 'reshape', shape: [1, -1], from: [name] }, shape: [1, size(shape)] }),
];

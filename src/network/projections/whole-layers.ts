import type { Tensors } from '../../math/arithmetic.js';
import type { Integration, Projection } from '../node-type.js';
import { type Shape, sizeOf } from '../shapes.js';
import { joins, learns, type Part, stands } from './parts.js';

/** A part as whole-layer operations, with its weights. */
interface Made<T> {
  readonly part: Part;
  /** Made where it is used: slices of weights live no longer than that. */
  readonly of: () => Projection<T>;
}

/** Several projections as those of one node: what each brings, added by port, and the ports put together. */
export function joined<T>(
  m: Tensors<T>,
  parts: readonly Part[],
  integration: Integration,
  parameters: Readonly<Record<string, T>>,
  feedbacks: Readonly<Record<string, T | undefined>>,
): Projection<T> {
  const { bias } = parameters;
  const slice = slicer(m, parts);
  const all = parts.map(
    (part): Made<T> => ({
      part,
      of: () => madeOf(m, part, slice, parameters[part.key], feedbacks[part.key]),
    }),
  );
  const ports = 1 + Math.max(...parts.map(({ port }) => port));
  const brought = (sources: readonly T[]): T[] =>
    Array.from({ length: ports }, (_, port) =>
      m.sum(all.flatMap(({ part, of }, k) => (part.port === port ? [of().current([sources[k]])] : []))),
    );
  const through = (message: T, port: number, gate?: readonly T[]): T =>
    gate ? m.mul(message, gate[port]) : message;
  const largest = largestOf(m, parts, ports);
  return {
    current: (sources) => {
      const each = brought(sources);
      if (integration === 'max') return largest.of(each);
      return each.reduce((product, one) => m.mul(product, one));
    },
    withBias: (current) => (bias === undefined ? current : m.addRow(current, bias)),
    ...(integration !== 'sum' && {
      gate: (sources: readonly T[]) =>
        integration === 'max' ? largest.winners(brought(sources)) : others(m, brought(sources)),
    }),
    feedback: (k, message, gate) => all[k].of().feedback(0, through(message, parts[k].port, gate)),
    products: (sources, post, gate) => {
      const products = all.map(({ part, of }, k) =>
        learns(part) ? of().products([sources[k]], through(post, part.port, gate)).weight : undefined,
      );
      const each = all.flatMap(({ part }, k) => (joins(part) ? [m.reshape(products[k]!, part.count)] : []));
      const own = all.flatMap(({ part }, k) => (stands(part) ? [[part.key, products[k]!] as const] : []));
      return {
        ...(each.length > 0 && { weight: m.sumRows(m.concat(each)) }),
        ...(Object.fromEntries(own) as Readonly<Record<string, T>>),
        ...(bias !== undefined && { bias: m.sumRows(post) }),
      };
    },
    turned: (product, key = 'weight') => {
      const standing = all.find(({ part }) => stands(part) && part.key === key);
      if (standing) return standing.of().turned(product);
      const each = all.flatMap(({ part, of }) =>
        joins(part) ? [m.reshape(of().turned(slice(part, product, part.weight!.shape)), part.count)] : [],
      );
      return m.sumRows(m.concat(each));
    },
  };
}

type Slice<T> = (part: Part, whole: T, shape: Shape) => T;

/** Takes what is a part's own of the numbers of the node, in the shape that it has. */
function slicer<T>(m: Tensors<T>, parts: readonly Part[]): Slice<T> {
  const total = parts.filter(joins).reduce((sum, { count }) => sum + count, 0);
  return (part, whole, shape) =>
    stands(part) ? whole : shaped(m, m.columns(m.reshape(whole, total), part.offset, part.count), shape);
}

/** A row as a matrix, or as a list of numbers. */
const shaped = <T>(m: Tensors<T>, row: T, shape: Shape): T =>
  shape.length === 1 ? m.sumRows(row) : m.reshape(row, shape[shape.length - 1]);

function madeOf<T>(
  m: Tensors<T>,
  part: Part,
  slice: Slice<T>,
  weight: T | undefined,
  feedback: T | undefined,
): Projection<T> {
  const { spec, type, source, fixed, zeros } = part;
  const make = (own: Readonly<Record<string, T>>, down?: T) =>
    type.projection(m, spec.pattern, [source], own, down);
  if (part.weight === undefined) return fixed === undefined ? make({}) : times(m, make({}), fixed);
  if (fixed !== undefined) {
    const same = m.affine(m.reshape(m.row(zeros), zeros.length), 0, fixed);
    return make({ weight: shaped(m, same, part.weight.shape) });
  }
  const down = feedback === undefined ? undefined : slice(part, feedback, part.feedback!.shape);
  return make({ weight: slice(part, weight!, part.weight.shape) }, down);
}

const times = <T>(m: Tensors<T>, of: Projection<T>, factor: number): Projection<T> => ({
  ...of,
  current: (sources) => m.affine(of.current(sources), factor, 0),
  feedback: (parent, message) => of.feedback(parent, m.affine(message, factor, 0)),
});

/** Of each port the product of all others. */
const others = <T>(m: Tensors<T>, ports: readonly T[]): T[] =>
  ports.map((own, port) => {
    const rest = ports.filter((_, other) => other !== port);
    return rest.length === 0 ? m.ones(own) : rest.reduce((product, one) => m.mul(product, one));
  });

/** Of each unit the largest of what its ports bring, and a one for the port that brings it: the first of those that do. */
function largestOf<T>(m: Tensors<T>, [{ shape }]: readonly Part[], ports: number) {
  const units = sizeOf(shape);
  const grouping = { shape: [ports, units], axes: [0] };
  return {
    of: (each: readonly T[]): T => m.maxOver(m.concat(each), grouping),
    winners: (each: readonly T[]): T[] => {
      const won = m.winners(m.concat(each), grouping);
      return each.map((_, port) => m.columns(won, port * units, units));
    },
  };
}

import type { Parameters, Values } from '../../network/parameters.js';
import { type Shape, sizeOf } from '../../network/shapes.js';

/** Shapes of tensors, by their names. */
export type Shapes = Readonly<Record<string, Shape>>;

/** Some parameters of a network, and the tensors that stand for them in PyTorch. */
export interface Translation {
  /** `NODE.weight`, `NODE.bias`. */
  readonly ours: Shapes;
  /** As in a `state_dict`. */
  readonly theirs: Shapes;
  /** What a reader of the result should know, a line each. */
  readonly notes: readonly string[];
  /** @param values all of `ours`, in these shapes, among others */
  toPyTorch(values: Parameters): Parameters;
  /** @param values all of `theirs`, in these shapes, among others */
  fromPyTorch(values: Parameters): Parameters;
}

/** A tensor by its name. */
export interface Named {
  readonly name: string;
  readonly shape: Shape;
}

/** Several as one. */
export const together = (translations: readonly Translation[]): Translation => ({
  ours: merged(translations.map(({ ours }) => ours)),
  theirs: merged(translations.map(({ theirs }) => theirs)),
  notes: translations.flatMap(({ notes }) => notes),
  toPyTorch: (values) => merged(translations.map((one) => one.toPyTorch(values))),
  fromPyTorch: (values) => merged(translations.map((one) => one.fromPyTorch(values))),
});

// By entries: of a thousand objects, spreading each into the next takes a second.
const merged = <V>(records: readonly Readonly<Record<string, V>>[]): Readonly<Record<string, V>> =>
  Object.fromEntries(records.flatMap((record) => Object.entries(record)));

/**
 * One tensor for one.
 * @param order of each of PyTorch's columns the column that it is here, in every row; the same if not given
 */
export function moved(
  ours: Named,
  theirs: Named,
  order?: Int32Array,
  notes: readonly string[] = [],
): Translation {
  const back = order && inverse(order);
  return {
    ours: { [ours.name]: ours.shape },
    theirs: { [theirs.name]: theirs.shape },
    notes,
    toPyTorch: (values) => ({ [theirs.name]: withColumns(values[ours.name], theirs.shape, order) }),
    fromPyTorch: (values) => ({ [ours.name]: withColumns(values[theirs.name], ours.shape, back) }),
  };
}

/** Several tensors, of one shape, as one: one below the other. */
export function stacked(names: readonly string[], shape: Shape, name: string): Translation {
  const size = sizeOf(shape);
  const whole = [names.length * shape[0], ...shape.slice(1)];
  return {
    ours: Object.fromEntries(names.map((one) => [one, shape])),
    theirs: { [name]: whole },
    notes: [],
    toPyTorch: (values) => {
      const data = blank(
        names.map((one) => values[one]),
        names.length * size,
      );
      for (const [k, one] of names.entries()) data.set(values[one].data, k * size);
      return { [name]: { shape: whole, data } };
    },
    fromPyTorch: (values) =>
      Object.fromEntries(
        names.map((one, k) => [one, { shape, data: values[name].data.slice(k * size, (k + 1) * size) }]),
      ),
  };
}

/** Zeros of the precision that some values have: double, where any has. */
export const blank = (of: readonly Values[], length: number): Values['data'] =>
  of.every(({ data }) => data instanceof Float32Array) ? new Float32Array(length) : new Float64Array(length);

function withColumns({ data }: Values, shape: Shape, order: Int32Array | undefined): Values {
  if (!order) return { shape, data: data.slice() };
  const moved = data.slice();
  const columns = order.length;
  for (let row = 0; row < data.length; row += columns)
    for (let k = 0; k < columns; k++) moved[row + k] = data[row + order[k]];
  return { shape, data: moved };
}

function inverse(order: Int32Array): Int32Array {
  const back = new Int32Array(order.length);
  for (const [k, place] of order.entries()) back[place] = k;
  return back;
}

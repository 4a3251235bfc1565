/** Units of a shape in groups: those that differ along some axes only are together. */
export interface Grouping {
  /** Of all units, row-major. */
  readonly shape: readonly number[];
  /** Along which those of a group lie, ascending. */
  readonly axes: readonly number[];
}

/** The shape with one in place of each axis that groups lie along. */
export const groupedShape = ({ shape, axes }: Grouping): number[] =>
  shape.map((size, axis) => (axes.includes(axis) ? 1 : size));

/** How many units a group has. */
export const groupSize = ({ shape, axes }: Grouping): number =>
  axes.reduce((size, axis) => size * shape[axis], 1);

/** Of each unit, its group, in the order of groups along the other axes. */
export function groupOf(grouping: Grouping): Int32Array {
  const { shape, axes } = grouping;
  const strides = strideOf(groupedShape(grouping));
  const kept = strides.map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  return Int32Array.from({ length: sizeOf(shape) }, (_, unit) => dot(placeOf(unit, shape), kept));
}

/** Of each unit, its number in its group, in the order of units. */
export function rankOf({ shape, axes }: Grouping): Int32Array {
  const along = axes.map((axis) => shape[axis]);
  const strides = strideOf(along);
  return Int32Array.from({ length: sizeOf(shape) }, (_, unit) => {
    const place = placeOf(unit, shape);
    return dot(
      axes.map((axis) => place[axis]),
      strides,
    );
  });
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

/** Row-major. */
export function strideOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** Where a unit is along each axis. */
export const placeOf = (unit: number, shape: readonly number[]): number[] =>
  strideOf(shape).map((stride, axis) => Math.floor(unit / stride) % shape[axis]);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * b[i], 0);

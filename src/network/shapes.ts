/** Sizes of each axis, without the batch: [784], [28, 28], ... */
export type Shape = readonly number[];

/** Number of units of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

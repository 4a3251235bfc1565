import type { Figure, Reading } from './measurement.js';

/** A figure and what came of it. */
export interface Result {
  readonly figure: Figure;
  readonly reading: Reading;
}

/** JSON objects within objects. */
export interface Nested {
  [key: string]: number | null | Nested;
}

/** Whether a figure keeps its target; undefined where it has none or was not measured. */
export function meets({ figure, reading }: Result): boolean | undefined {
  if (figure.target === undefined || reading.value === null) return undefined;
  return figure.better === 'smaller' ? reading.value <= figure.target : reading.value >= figure.target;
}

/** Values by their dotted keys, as objects within objects: `batched.ar_depth.4` is batched, in it ar_depth, in it 4. */
export function nested(values: readonly (readonly [key: string, value: number | null])[]): Nested {
  const root: Nested = {};
  for (const [key, value] of values) {
    const path = key.split('.');
    const last = path.pop()!;
    let place = root;
    for (const part of path) {
      place[part] ??= {};
      place = place[part] as Nested;
    }
    place[last] = value;
  }
  return root;
}

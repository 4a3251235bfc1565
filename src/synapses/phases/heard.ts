import type { Line } from './line.js';

/** What a synapse last heard, as terms read it: moved from synapse to synapse. */
export interface Heard {
  /** Where in the columns of the line. */
  place: number;
  readonly values: Readonly<Record<string, number>>;
}

/** A view of what last came on a line. */
export function heardFrom(line: Pick<Line, 'keys' | 'said'>): Heard {
  const heard = { place: 0 };
  const values = {};
  for (const [k, key] of line.keys.entries())
    Object.defineProperty(values, key, { get: () => line.said[k][heard.place] });
  return Object.assign(heard, { values });
}

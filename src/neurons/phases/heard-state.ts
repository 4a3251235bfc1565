import { z } from 'zod';
import type { FutureSource, FutureSourceState } from './future-sums.js';

/** An inlet at which futures arrive. */
interface Hearing {
  readonly sources: readonly FutureSource[];
}

/** What has been foretold to neurons: by inlet, and by population that speaks there. */
export type HeardState = readonly (readonly FutureSourceState[])[];

export const takeHeard = (inlets: readonly Hearing[]): HeardState =>
  inlets.map(({ sources }) => sources.map((source) => source.state()));

export function putHeard(inlets: readonly Hearing[], state: HeardState): void {
  for (const [k, { sources }] of inlets.entries())
    for (const [i, source] of sources.entries()) source.restore(state[k][i]);
}

/** What the state of it has to be. */
export const heardSchema = (inlets: readonly Hearing[]): z.ZodType<HeardState> =>
  tupleOf(inlets.map(({ sources }) => tupleOf(sources.map(({ schema }) => schema)))) as z.ZodType<HeardState>;

const tupleOf = (schemas: readonly z.ZodType[]): z.ZodType =>
  z.tuple(schemas as unknown as [z.ZodType], `a list of ${schemas.length}`);

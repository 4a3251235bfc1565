import { z } from 'zod';
import type { FutureColumns } from '../../math/future-columns.js';
import type { Trajectory } from '../../math/trajectory.js';
import { flag, future } from '../../messages/schemas.js';
import type { FutureSums } from './future-sums.js';
import { type HeardState, heardSchema, putHeard, takeHeard } from './heard-state.js';

/** What neurons that have told their futures are saved as. */
export interface TrajectorySpeechState {
  /** What they told still is where they will be. */
  readonly going: boolean;
  /** By name, of states that move or follow: of each neuron. */
  readonly futures: Readonly<Record<string, readonly Trajectory[]>>;
  /** While they go: what they have heard of where others will be, by what arrives and who brings it. */
  readonly arriving?: HeardState;
}

/** Courses of states that move or follow, by name. */
type Flowing = readonly (readonly [name: string, course: FutureColumns])[];

/** What a state of so many neurons has to be. @param states that move or follow */
export function trajectorySchema(
  states: readonly string[],
  size: number,
  arriving: readonly FutureSums[],
): z.ZodType<TrajectorySpeechState> {
  const all = z.array(future, 'a list of futures').length(size, `${size} futures`);
  const futures = z.strictObject(Object.fromEntries(states.map((name) => [name, all])));
  const state = z.strictObject({ going: flag, futures, arriving: heardSchema(arriving).optional() });
  const heardWhileGoing = state.refine(
    (one) => one.going === (one.arriving !== undefined),
    'what has been heard by those who go',
  );
  return heardWhileGoing as unknown as z.ZodType<TrajectorySpeechState>;
}

export function takeTrajectories(
  { all }: { readonly all: Int32Array },
  going: boolean,
  flowing: Flowing,
  arriving: readonly FutureSums[],
): TrajectorySpeechState {
  const futures = flowing.map(([name, course]) => [name, Array.from(all, (unit) => course.at(unit))]);
  return { going, futures: Object.fromEntries(futures), ...(going && { arriving: takeHeard(arriving) }) };
}

export function putTrajectories(
  { futures, arriving }: TrajectorySpeechState,
  flowing: Flowing,
  sums: readonly FutureSums[],
): void {
  for (const [name, course] of flowing) {
    course.clear();
    for (const [unit, one] of futures[name].entries()) course.set(unit, one);
  }
  if (arriving) putHeard(sums, arriving);
}

import { z } from 'zod';
import type { FutureColumns } from '../../math/future-columns.js';
import type { Trajectory } from '../../math/trajectory.js';
import { flag, future } from '../../messages/schemas.js';
import type { FutureSourceState, FutureSums } from './future-sums.js';

/** What neurons that have told their futures are saved as. */
export interface TrajectorySpeechState {
  /** What they told still is where they will be. */
  readonly going: boolean;
  /** By name, of states that move or follow: of each neuron. */
  readonly futures: Readonly<Record<string, readonly Trajectory[]>>;
  /** While they go: what they have heard of where others will be, by what arrives and who brings it. */
  readonly arriving?: readonly (readonly FutureSourceState[])[];
}

/** Courses of states that move or follow, by name. */
type Flowing = readonly (readonly [name: string, course: FutureColumns])[];

const tupleOf = (schemas: readonly z.ZodType[]) =>
  z.tuple(schemas as unknown as [z.ZodType], `a list of ${schemas.length}`);

/** What a state of so many neurons has to be. @param states that move or follow */
export function trajectorySchema(
  states: readonly string[],
  size: number,
  arriving: readonly FutureSums[],
): z.ZodType<TrajectorySpeechState> {
  const all = z.array(future, 'a list of futures').length(size, `${size} futures`);
  const futures = z.strictObject(Object.fromEntries(states.map((name) => [name, all])));
  const heard = arriving.map(({ sources }) => tupleOf(sources.map(({ schema }) => schema)));
  const state = z.strictObject({ going: flag, futures, arriving: tupleOf(heard).optional() });
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
  const heard = going && arriving.map(({ sources }) => sources.map((source) => source.state()));
  return { going, futures: Object.fromEntries(futures), ...(heard && { arriving: heard }) };
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
  if (!arriving) return;
  for (const [k, { sources }] of sums.entries())
    for (const [i, source] of sources.entries()) source.restore(arriving[k][i]);
}

import { z } from 'zod';
import type { FutureColumns } from '../../math/future-columns.js';
import type { Trajectory } from '../../math/trajectory.js';
import { count, countsOf, finite, flag, flagsOf, future, same, timeOrNever } from '../../messages/schemas.js';
import type { State } from '../../messages/state.js';
import { type HeardState, heardSchema, putHeard, takeHeard } from './heard-state.js';
import type { Bending } from './kink-arithmetic.js';
import type { KinkArrivals } from './kink-arrivals.js';
import type { KinkSlopes } from './kink-slopes.js';
import type { Moved } from './motion.js';
import type { Future } from './trajectory-arithmetic.js';

/** What neurons that go from kink to kink are saved as. */
export interface KinkSpeechState {
  /** They have not been stopped. */
  readonly going: boolean;
  /** How many messages that drive it each neuron still awaits. */
  readonly missing: Uint32Array;
  /** By name, of states that move: where each neuron will be. */
  readonly futures: Readonly<Record<string, readonly Future[]>>;
  /** Of each `PATH.KEY` that is said, where it will be, as it was told last. */
  readonly told: Readonly<Record<string, readonly Trajectory[]>>;
  /** By unit, 1 of those that have a slope; and when each will change. */
  readonly placed: Uint8Array;
  readonly crossings: readonly State[];
  /** Of those who have not been stopped, what has been foretold to them. */
  readonly arriving?: HeardState | undefined;
}

/** What of them has to be kept. */
export interface KeptKinks {
  readonly told: readonly (readonly [name: string, futures: FutureColumns])[];
  readonly moves: readonly Moved[];
  readonly futures: readonly (Bending[] | undefined)[];
  readonly slopes: KinkSlopes;
  readonly missing: Uint32Array;
  readonly arriving: readonly KinkArrivals[];
}

export function takeKinks(
  { told, moves, futures, slopes, missing, arriving }: KeptKinks,
  going: boolean,
): KinkSpeechState {
  const units = [...missing.keys()];
  return {
    ...{ going, missing: missing.slice(), placed: slopes.placed.slice() },
    futures: Object.fromEntries(moves.map(({ name, state }) => [name, [...(futures[state] as Future[])]])),
    told: Object.fromEntries(told.map(([name, one]) => [name, units.map((unit) => one.at(unit))])),
    crossings: slopes.crossings.map((one) => one.state()),
    ...(going && { arriving: takeHeard(arriving) }),
  };
}

export function putKinks(kept: KeptKinks, state: KinkSpeechState): void {
  const { told, moves, futures, slopes, missing, arriving } = kept;
  missing.set(state.missing);
  slopes.placed.set(state.placed);
  for (const { name, state: k } of moves)
    for (const [unit, one] of state.futures[name].entries()) futures[k]![unit] = one;
  for (const [name, one] of told) {
    one.clear();
    for (const [unit, future] of state.told[name].entries()) one.set(unit, future);
  }
  for (const [unit, one] of slopes.crossings.entries()) one.restore(state.crossings[unit]);
  if (state.arriving) putHeard(arriving, state.arriving);
}

/** What their state has to be. */
export function kinkSchema({
  told,
  moves,
  slopes,
  missing,
  arriving,
}: KeptKinks): z.ZodType<KinkSpeechState> {
  const size = missing.length;
  const all = <T>(one: z.ZodType<T>, length: number, what: string) =>
    z.array(one, `a list of ${what}`).length(length, `${length} ${what}`);
  const futures = moves.map(({ name }) => [
    name,
    all(z.union([finite, future], 'a number or a future'), size, 'futures'),
  ]);
  const said = told.map(([name]) => [name, all(future, size, 'futures')]);
  const crossing = crossingsSchema(slopes.kinks, slopes.band);
  const state = z.strictObject({
    ...{ going: flag, missing: countsOf(size), placed: flagsOf(size) },
    futures: z.strictObject(Object.fromEntries(futures)),
    told: z.strictObject(Object.fromEntries(said)),
    crossings: all(crossing, slopes.crossings.length, 'neurons'),
    arriving: heardSchema(arriving).optional(),
  });
  return state.refine(
    (one) => one.going === (one.arriving !== undefined),
    'what has been heard by those who go',
  ) as unknown as z.ZodType<KinkSpeechState>;
}

/** What the state of a neuron's crossings has to be. */
function crossingsSchema(kinks: readonly number[], band: number) {
  const piece = count.max(kinks.length, `a piece up to ${kinks.length}`);
  // What is never reached may lie beyond the last.
  const target = z
    .int('a piece')
    .min(-1, 'a piece')
    .max(kinks.length + 1, 'a piece');
  const own = { slope: finite, crossed: count, held: count, target, piece };
  return z
    .strictObject({
      own: z.strictObject({
        ...own,
        band: z.union([z.literal(0), same(band)]),
        next: z.enum(['cross', 'release', 'correct']),
      }),
      futures: z.strictObject({ holding: future.nullable(), a: future, x: future }),
      plan: z.strictObject({
        ...{ planned: timeOrNever, waiting: timeOrNever },
        zeno: z.tuple([lastOrNever, count, count]),
      }),
    })
    .refine(
      ({ futures, own: { piece: at } }) => futures.holding === null || at < kinks.length,
      'a kink to be held at',
    )
    .refine(
      ({ own: { target }, plan }) => plan.planned === Infinity || piece.safeParse(target).success,
      'a piece to cross to',
    )
    .refine(
      ({ futures, own: { next } }) => next === 'cross' || futures.holding !== null,
      'to be held where it plans to be released',
    );
}

const lastOrNever = z.custom<number>(
  (value) => typeof value === 'number' && (value >= 0 || value === -Infinity),
  'a time of at least 0 tau, or -Infinity',
);

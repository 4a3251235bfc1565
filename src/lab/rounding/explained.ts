import type { Network } from '../../network/network.js';
import type { Parameters } from '../../network/parameters.js';
import { BatchedSimulator } from '../../sim/batched/engine.js';
import type { AnySimulator } from '../../sim/simulator.js';
import { tolerance } from '../../sim/tolerance.js';
import { agrees, type Difference } from '../agreement.js';
import { precise } from '../measurements/float64.js';
import type { Pieces } from '../turns.js';
import { roundingDevice } from './device.js';

/** A difference with what is known of where it comes from. */
export interface Explained extends Difference {
  /** How far the engines are apart where both compute in float64. */
  readonly float64: number;
  /** How far float32 is from float64 in this quantity, by chance: the largest of some tries. */
  readonly rounding: number;
}

/** Compares two engines under one presentation; it leaves both as they were. */
export type Comparison = (one: AnySimulator, other: AnySimulator) => Pieces<Difference[]>;

/** Tries of rounding. */
const tries = 4;
/** Sums are added up in float32 on a backend, and rounded once here: the root of a hundred terms. */
const allowance = 10;
/** A float64 rounds 2^29 times finer than a float32, wherever rounding is magnified; with room. */
const finer = 1e-6;

/** Whether a difference is what rounding comes to: engines that agree in float64, and float32 that is so far from it. */
export const isRounding = ({ difference, float64, rounding }: Explained): boolean =>
  difference <= allowance * rounding && float64 <= Math.max(tolerance.float64, finer * difference);

/**
 * Finds where differences past tolerance come from: it compares again, the event engine with the batched one in float64, and
 * float64 with float32 as chance rounds it.
 * @param rows what `compare` gave of the batched engine on its backend and the event engine
 */
export function* explaining(
  rows: readonly Difference[],
  { network, parameters }: { readonly network: Network; readonly parameters: Parameters },
  events: AnySimulator,
  compare: Comparison,
): Pieces<(Difference | Explained)[]> {
  if (rows.every(agrees)) return [...rows];
  const exact = new BatchedSimulator(network, parameters, precise);
  const float64 = yield* compare(exact, events);
  const rounded: Difference[][] = [];
  for (let seed = 1; seed <= tries; seed++)
    rounded.push(yield* compare(new BatchedSimulator(network, parameters, roundingDevice(seed)), exact));
  const of = (some: readonly Difference[], { quantity }: Difference) =>
    some.find((row) => row.quantity === quantity)?.difference ?? Number.NaN;
  return rows.map((row) =>
    agrees(row)
      ? row
      : { ...row, float64: of(float64, row), rounding: Math.max(...rounded.map((some) => of(some, row))) },
  );
}

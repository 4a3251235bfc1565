import { z } from 'zod';
import type { EventQueue } from '../../messages/queue.js';
import { between, countsOf, flag, flagsOf, numbersOf, timesOf } from '../../messages/schemas.js';
import type { Signals } from '../../rules/rule.js';
import { Leaks } from '../leaks.js';
import type { Fineness } from '../speech.js';
import type { Thresholds } from '../thresholds.js';
import type { Moved } from './motion.js';
import type { Population } from './population.js';
import { Drawn } from './settling.js';

/** What neurons that speak on change in continuous time are given. */
export interface ThresholdSurroundings {
  readonly queue: EventQueue;
  /** Which phase it is: what waits for another is nobody else's. */
  readonly phase: string;
  readonly fineness: Fineness;
  readonly signals: Signals;
  /** Has neurons say what they have to say, from their states as they are. */
  readonly speak: (units: Int32Array) => void;
}

/** A state that moves: where neurons will be, and when each has moved far enough to be spoken of. */
export class Moving extends Drawn {
  readonly leaks: Leaks;

  /** @param thresholds undefined where nobody hears of it */
  constructor(
    population: Population,
    moved: Moved,
    readonly thresholds: Thresholds | undefined,
  ) {
    super(population, moved);
    const { cells, size } = population;
    this.leaks = new Leaks(size, cells && Float64Array.from(cells.cells, ({ tau }) => tau));
  }
}

/** Those of some neurons that are drawn elsewhere than before, or may have something to say all the same. */
export function newlyDrawn(moving: readonly Moving[], units: Int32Array): Int32Array {
  let count = 0;
  while (count < units.length && isNewlyDrawn(moving, units[count])) count++;
  return count === units.length ? units : units.filter((unit) => isNewlyDrawn(moving, unit));
}

/** The same of one. */
export function isNewlyDrawn(moving: readonly Moving[], unit: number): boolean {
  for (let m = 0; m < moving.length; m++) {
    const { leaks, drives, thresholds } = moving[m];
    if (drives[unit] !== leaks.drive[unit] || thresholds?.stirred[unit] === 1) return true;
  }
  return false;
}

/** What neurons that speak on change are saved as. */
export interface ThresholdSpeechState {
  /** They have not been stopped. */
  readonly going: boolean;
  /** They have had their first turn. */
  readonly begun: boolean;
  readonly moving: readonly MovingState[];
}

/** What a state that moves is saved as: a number of each neuron, and of each threshold. */
export interface MovingState {
  /** x = drive + rest e^-(t - origin) */
  readonly origin: Float64Array;
  readonly drive: Float64Array;
  readonly rest: Float64Array;
  readonly quantum: Float64Array;
  /** What was last said; 0 where nothing was. */
  readonly said: Float64Array;
  readonly spoken: Uint8Array;
  readonly annealing: Uint8Array;
  readonly planned: Float64Array;
  readonly waiting: Float64Array;
  readonly reached: Float64Array;
  readonly haste: Uint32Array;
}

export function takeMoving({ leaks, thresholds }: Moving): MovingState {
  const doubles = (column?: Float64Array) => column?.slice() ?? new Float64Array(0);
  const said = doubles(thresholds?.said);
  return {
    origin: leaks.origin.slice(),
    drive: leaks.drive.slice(),
    rest: leaks.rest.slice(),
    quantum: doubles(thresholds?.quantum),
    said: said.map((x) => (Number.isNaN(x) ? 0 : x)),
    spoken: Uint8Array.from(said, (x) => Number(!Number.isNaN(x))),
    annealing: thresholds?.annealing.slice() ?? new Uint8Array(0),
    planned: doubles(thresholds?.planned),
    waiting: doubles(thresholds?.waiting),
    reached: doubles(thresholds?.lastReached),
    haste: thresholds?.inHaste.slice() ?? new Uint32Array(0),
  };
}

export function putMoving({ leaks, thresholds }: Moving, state: MovingState): void {
  leaks.origin.set(state.origin);
  leaks.drive.set(state.drive);
  leaks.rest.set(state.rest);
  if (!thresholds) return;
  thresholds.quantum.set(state.quantum);
  thresholds.said.set(state.said.map((x, unit) => (state.spoken[unit] ? x : Number.NaN)));
  thresholds.annealing.set(state.annealing);
  thresholds.planned.set(state.planned);
  thresholds.waiting.set(state.waiting);
  thresholds.lastReached.set(state.reached);
  thresholds.inHaste.set(state.haste);
}

/** What the state of such neurons has to be. */
export function speechSchema(all: readonly Moving[], fineness: Fineness): z.ZodType<ThresholdSpeechState> {
  const moving = all.map((one) => movingSchema(one, fineness)) as unknown as [z.ZodType<MovingState>];
  return z.strictObject({
    ...{ going: flag, begun: flag },
    moving: z.tuple(moving, `${moving.length} states that move`),
  });
}

function movingSchema(
  { column: { length }, thresholds }: Moving,
  { smallest, quantum }: Fineness,
): z.ZodType<MovingState> {
  const heard = thresholds ? length : 0;
  const numbers = numbersOf(length);
  return z.strictObject({
    ...{ origin: timesOf(length), drive: numbers, rest: numbers },
    quantum: between(heard, smallest, quantum, `quanta from ${smallest} to ${quantum}`),
    ...{ said: numbersOf(heard), spoken: flagsOf(heard), annealing: flagsOf(heard) },
    ...{ planned: timesOf(heard), waiting: timesOf(heard) },
    ...{ reached: between(heard, -Infinity, Infinity, 'times, or -Infinity'), haste: countsOf(heard) },
  });
}

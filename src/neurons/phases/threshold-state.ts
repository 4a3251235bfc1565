import { z } from 'zod';
import { between, countsOf, flag, flagsOf, numbersOf, timesOf } from '../../messages/schemas.js';
import { Course } from '../course.js';
import type { Fineness } from '../speech.js';
import type { Threshold } from '../threshold.js';
import type { Moved } from './motion.js';
import type { Population } from './population.js';
import { type Drawn, drawnOf } from './settling.js';

/** A state that moves: where each neuron will be, and when it has moved far enough to be spoken of. */
export interface Moving extends Drawn {
  readonly courses: readonly Course[];
  /** None where nobody hears of it. */
  readonly thresholds: readonly Threshold[];
}

/** @param thresholdOf of those whom somebody hears */
export function movingOf(
  population: Population,
  moved: Moved,
  thresholdOf: ((unit: number) => Threshold) | undefined,
): Moving {
  const { all, cells } = population;
  return {
    ...drawnOf(population, moved),
    courses: Array.from(all, (unit) => new Course(cells?.cells[unit].tau)),
    thresholds: thresholdOf ? Array.from(all, thresholdOf) : [],
  };
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

export function takeMoving({ courses, thresholds }: Moving): MovingState {
  const futures = courses.map((course) => course.state().future);
  const states = thresholds.map((one) => one.state());
  const numbers = <T>(list: readonly T[], of: (one: T) => number) => Float64Array.from(list, of);
  return {
    origin: numbers(futures, ({ origin }) => origin),
    drive: numbers(futures, ({ constant }) => constant),
    rest: numbers(futures, ({ terms }) => terms[0]),
    quantum: numbers(states, ({ quantum }) => quantum),
    said: numbers(states, ({ said }) => said ?? 0),
    spoken: Uint8Array.from(states, ({ said }) => Number(said !== undefined)),
    annealing: Uint8Array.from(states, ({ annealing }) => Number(annealing)),
    planned: numbers(states, ({ planned }) => planned),
    waiting: numbers(states, ({ waiting }) => waiting),
    reached: numbers(thresholds, ({ haste: [last] }) => last),
    haste: Uint32Array.from(thresholds, ({ haste: [, many] }) => many),
  };
}

export function putMoving({ courses, thresholds }: Moving, state: MovingState): void {
  const { origin, drive, rest, quantum, said, spoken, annealing, planned, waiting, reached, haste } = state;
  for (const [i, course] of courses.entries())
    course.restore({ future: { origin: origin[i], constant: drive[i], terms: [rest[i]] } });
  for (const [i, threshold] of thresholds.entries()) {
    threshold.restore({
      ...threshold.state(),
      quantum: quantum[i],
      said: spoken[i] ? said[i] : undefined,
      annealing: annealing[i] === 1,
      planned: planned[i],
      waiting: waiting[i],
    });
    threshold.haste = [reached[i], haste[i]];
  }
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
  { courses: { length }, thresholds: { length: heard } }: Moving,
  { smallest, quantum }: Fineness,
): z.ZodType<MovingState> {
  const numbers = numbersOf(length);
  return z.strictObject({
    ...{ origin: timesOf(length), drive: numbers, rest: numbers },
    quantum: between(heard, smallest, quantum, `quanta from ${smallest} to ${quantum}`),
    ...{ said: numbersOf(heard), spoken: flagsOf(heard), annealing: flagsOf(heard) },
    ...{ planned: timesOf(heard), waiting: timesOf(heard) },
    ...{ reached: between(heard, -Infinity, Infinity, 'times, or -Infinity'), haste: countsOf(heard) },
  });
}

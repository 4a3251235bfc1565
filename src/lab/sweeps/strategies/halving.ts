import { z } from 'zod';
import { choose, refuse } from '../../../errors.js';
import { defineStrategy, type Rung } from '../strategy.js';
import { type Points, randomPoints, shiftedHalton, shiftedSobol } from './points.js';
import { atPoints, sampledShape } from './sampled.js';

const drawn: Readonly<Record<string, Points>> = {
  random: randomPoints,
  sobol: shiftedSobol,
  halton: shiftedHalton,
};
const epochs = z
  .int('a whole number of at least 1')
  .min(1, 'a whole number of at least 1')
  .max(1e9, 'at most 1e9');

/**
 * Successive halving (Jamieson and Talwalkar 2016): all trials are trained for `epochs` epochs, the best 1/factor of them for
 * factor times as many, and so on, up to `maxEpochs`. Which go on is known once all of a rung are done, so that it depends on
 * no order of events.
 */
export const halving = defineStrategy({
  name: 'halving',
  shape: {
    ...sampledShape,
    points: z.string('how trials are drawn: random, sobol or halton').default('random'),
    epochs,
    maxEpochs: epochs,
    factor: z
      .int('a whole number of at least 2')
      .min(2, 'a whole number of at least 2')
      .max(1000, 'at most 1000')
      .default(3),
  },
  search(where, { trials: count, seed, points, epochs: first, maxEpochs, factor }, parameters) {
    const draw = choose(`${where}.points`, drawn, points);
    if (maxEpochs <= first) {
      refuse({
        where: `${where}.maxEpochs`,
        got: String(maxEpochs),
        expected: `more than epochs, which is ${first}`,
      });
    }
    const trials = atPoints(parameters, draw(where, count, parameters.length, seed));
    return { trials, rungs: rungsOf(trials.length, first, maxEpochs, factor) };
  },
});

/** Rungs of n, n/factor, n/factor^2, ... trials, rounded down and at least one; the last has one, or the most epochs. */
export function rungsOf(trials: number, epochs: number, maxEpochs: number, factor: number): Rung[] {
  const rungs: Rung[] = [{ trials, epochs }];
  for (;;) {
    const last = rungs[rungs.length - 1];
    if (last.trials === 1 || last.epochs! >= maxEpochs) return rungs;
    rungs.push({
      trials: Math.max(1, Math.floor(last.trials / factor)),
      epochs: Math.min(maxEpochs, last.epochs! * factor),
    });
  }
}

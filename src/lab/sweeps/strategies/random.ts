import { defineStrategy, once } from '../strategy.js';
import { randomPoints } from './points.js';
import { atPoints, sampledShape } from './sampled.js';

/** Independent draws of each parameter. */
export const random = defineStrategy({
  name: 'random',
  shape: sampledShape,
  search: (where, { trials, seed }, parameters) =>
    once(atPoints(parameters, randomPoints(where, trials, parameters.length, seed))),
});

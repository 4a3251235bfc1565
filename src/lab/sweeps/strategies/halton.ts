import { defineStrategy, once } from '../strategy.js';
import { shiftedHalton } from './points.js';
import { atPoints, sampledShape } from './sampled.js';

/** Points that fill the space evenly in any number: Halton's, shifted by the seed. */
export const halton = defineStrategy({
  name: 'halton',
  shape: sampledShape,
  search: (where, { trials, seed }, parameters) =>
    once(atPoints(parameters, shiftedHalton(where, trials, parameters.length, seed))),
});

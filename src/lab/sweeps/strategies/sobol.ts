import { defineStrategy, once } from '../strategy.js';
import { shiftedSobol } from './points.js';
import { atPoints, sampledShape } from './sampled.js';

/** Points that fill the space evenly: Sobol's, shifted by the seed; best in powers of two. */
export const sobol = defineStrategy({
  name: 'sobol',
  shape: sampledShape,
  search: (where, { trials, seed }, parameters) =>
    once(atPoints(parameters, shiftedSobol(where, trials, parameters.length, seed))),
});

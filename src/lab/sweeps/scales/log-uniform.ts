import { defineScale } from '../scale.js';
import { checkEnds, places, positiveEnds } from './ends.js';

/** A number between two above 0, whose logarithm is uniform: low^(1 - u) high^u. */
export const logUniform = defineScale({
  name: 'log-uniform',
  shape: positiveEnds,
  range(where, ends) {
    checkEnds(where, ends);
    const { low, high } = ends;
    // Twelve digits: the same on every machine, whatever its power function does with the last bit.
    const between = (place: number) => Number((low ** (1 - place) * high ** place).toPrecision(12));
    const at = (place: number) => Math.min(high, Math.max(low, between(place)));
    return { at, points: (count) => (count && places(count).map(at)) || undefined, axis: 'log' };
  },
});

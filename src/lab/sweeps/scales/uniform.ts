import { defineScale } from '../scale.js';
import { checkEnds, numberEnds, places } from './ends.js';

/** A number between two: low + u (high - low), u uniform. */
export const uniform = defineScale({
  name: 'uniform',
  shape: numberEnds,
  range(where, ends) {
    checkEnds(where, ends);
    const { low, high } = ends;
    // So that it does not overflow between ends however far apart.
    const at = (place: number) => Math.min(high, Math.max(low, (1 - place) * low + place * high));
    return { at, points: (count) => (count && places(count).map(at)) || undefined, axis: 'linear' };
  },
});

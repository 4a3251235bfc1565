import { defineScale } from '../scale.js';
import { checkEnds, numberEnds, places } from './ends.js';

/** A number between two: low + u (high - low), u uniform. */
export const uniform = defineScale({
  name: 'uniform',
  shape: numberEnds,
  range(where, ends) {
    checkEnds(where, ends);
    const { low, high } = ends;
    const at = (place: number) => Math.min(high, low + place * (high - low));
    return { at, points: (count) => (count && places(count).map(at)) || undefined, axis: 'linear' };
  },
});

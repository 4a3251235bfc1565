import { defineScale } from '../scale.js';
import { checkEnds, countEnds, distinct, places } from './ends.js';

/** A whole number of at least 1, whose logarithm is about uniform: [low - 1/2, high + 1/2) on a logarithmic scale, rounded. */
export const logInteger = defineScale({
  name: 'log-integer',
  shape: countEnds,
  range(where, ends) {
    checkEnds(where, ends);
    const { low, high } = ends;
    const [from, to] = [low - 0.5, high + 0.5];
    const within = (value: number) => Math.min(high, Math.max(low, Math.round(value)));
    const at = (place: number) => within(Number((from ** (1 - place) * to ** place).toPrecision(12)));
    const point = (place: number) => within(Number((low ** (1 - place) * high ** place).toPrecision(12)));
    const points = (count?: number) => (count ? distinct(places(count).map(point)) : undefined);
    return { at, points, size: high - low + 1, axis: 'log' };
  },
});

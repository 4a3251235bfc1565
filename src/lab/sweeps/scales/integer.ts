import { defineScale } from '../scale.js';
import { checkEnds, distinct, places, wholeEnds } from './ends.js';

/** Grids without a number of points take all whole numbers, up to so many. */
const most = 1000;

/** A whole number from one to another, both included, each as likely. */
export const integer = defineScale({
  name: 'integer',
  shape: wholeEnds,
  range(where, ends) {
    checkEnds(where, ends);
    const { low, high } = ends;
    const size = high - low + 1;
    const at = (place: number) => Math.min(high, low + Math.floor(place * size));
    const some = (count: number) =>
      distinct(places(count).map((place) => Math.round(low + place * (high - low))));
    const all = () => Array.from({ length: size }, (_, i) => low + i);
    const points = (count?: number) => (count ? some(count) : size <= most ? all() : undefined);
    return { at, points, size, axis: 'linear' };
  },
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByPlace } from '../../src/math/by-place.js';

describe('times at places', () => {
  it('are read from the earliest on, those of one time as they were put down', () => {
    const time = fc.oneof(fc.double({ min: 2, max: 3, noNaN: true }), fc.constantFrom(2, 2.25, 2.5, 3));
    const put = fc.record({ place: fc.integer({ min: 0, max: 4 }), time });
    const all = new ByPlace(5);
    const law = fc.property(fc.array(put, { maxLength: 300 }), (some) => {
      all.clear();
      for (const [item, { place, time }] of some.entries()) all.put(place, time, item);
      for (let place = 0; place < 5; place++) {
        const own = [...some.entries()].filter(([, one]) => one.place === place);
        const at = own.filter(([, { time }]) => time === 2.5);
        own.sort(([, a], [, b]) => a.time - b.time);
        const count = all.open(place, 2, 3);
        expect([...all.items.subarray(0, count)]).toEqual(own.map(([item]) => item));
        expect([...all.times.subarray(0, count)]).toEqual(own.map(([, one]) => one.time));
        expect(all.itemsAt(place, 2.5)).toEqual(at.map(([item]) => item));
      }
    });
    fc.assert(law, { numRuns: 200, seed: 5 });
  });
});

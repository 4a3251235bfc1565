import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FutureColumns } from '../../src/math/future-columns.js';
import { valuesAt } from '../../src/neurons/phases/future-sums.js';

const number = fc.double({ min: -3, max: 3, noNaN: true });
const future = fc.record({
  origin: fc.constantFrom(0, 0.5, 1.25),
  constant: number,
  terms: fc.array(number, { maxLength: 4 }),
});
const time = fc.oneof(fc.double({ min: 1.25, max: 6, noNaN: true }), fc.constantFrom(1.25, Infinity));

it.each(['whenever each was told', 'all told at once'])('neurons are where each of them is: %s', (how) => {
  const law = fc.property(
    fc.array(future, { minLength: 1, maxLength: 6 }),
    time,
    fc.nat(),
    (all, now, from) => {
      const columns = new FutureColumns(all.length);
      for (const [unit, one] of all.entries())
        columns.set(unit, how === 'all told at once' ? { ...one, origin: 1.25 } : one);
      const every = Int32Array.from(all, (_, unit) => unit);
      for (const units of [every, every.slice(from % all.length)])
        expect([...valuesAt(columns, units, now)]).toEqual(
          [...units].map((unit) => columns.valueAt(unit, now)),
        );
    },
  );
  fc.assert(law);
});

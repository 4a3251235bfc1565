import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeAdding } from '../../src/data/adding.js';
import { checkDataSet } from '../../src/data/check.js';

const counts = fc.record({
  seed: fc.integer(),
  steps: fc.integer({ min: 2, max: 9 }),
  train: fc.integer({ min: 1, max: 20 }),
  test: fc.integer({ min: 1, max: 20 }),
});

it('marks a number in either half, and has their sum for its target', () => {
  fc.assert(
    fc.property(counts, (options) => {
      const set = makeAdding(options);
      checkDataSet(set);
      for (const { count, shape, inputs, targets } of [set.train, set.test]) {
        const [steps] = shape;
        for (let i = 0; i < count; i++) {
          const pairs = Array.from({ length: steps }, (_, k) => [
            ...inputs.slice((i * steps + k) * 2, (i * steps + k + 1) * 2),
          ]);
          expect(pairs.every(([x]) => x >= 0 && x <= 1)).toBe(true);
          const marked = pairs.flatMap(([x, marker], k) => (marker === 1 ? [{ x, k }] : []));
          expect(marked).toHaveLength(2);
          expect(marked[0].k).toBeLessThan(Math.floor(steps / 2));
          expect(marked[1].k).toBeGreaterThanOrEqual(Math.floor(steps / 2));
          expect(pairs.filter(([, marker]) => marker === 0)).toHaveLength(steps - 2);
          expect(targets[i]).toBe(Math.fround(marked[0].x + marked[1].x));
        }
      }
    }),
  );
});

it('is the same under the same seed, begins alike whatever its size, and differs under another', () => {
  const [small, large] = [5, 20].map((train) => makeAdding({ train, test: 3, steps: 6 }));
  expect(large.train.inputs.subarray(0, 60)).toEqual(small.train.inputs);
  expect(large.train.targets.subarray(0, 5)).toEqual(small.train.targets);
  expect(large.test).toEqual(small.test);
  expect(makeAdding({ train: 5, test: 3, steps: 6 }).checksum).toBe(small.checksum);
  expect(makeAdding({ train: 5, test: 3, steps: 6, seed: 2 }).checksum).not.toBe(small.checksum);
});

it('is answered by 1 with a mean squared error near 1/6, and marks every step', () => {
  const { train } = makeAdding({ steps: 4, train: 4000, test: 1 });
  const error = train.targets.reduce((sum, t) => sum + (t - 1) ** 2, 0) / train.count;
  // The sum of two uniform numbers has variance 1/6; of 4000 samples a standard error near 0.003.
  expect(Math.abs(error - 1 / 6)).toBeLessThan(0.012);
  const marks = [0, 0, 0, 0];
  for (let k = 0; k < 4000 * 4; k++) marks[k % 4] += train.inputs[2 * k + 1];
  for (const n of marks) expect(Math.abs(n - 2000)).toBeLessThan(160);
});

it.each<[object, string]>([
  [{ steps: 1 }, 'adding.steps: got 1, expected a whole number of at least 2.'],
  [{ train: 0 }, 'adding.train: got 0'],
  [{ test: 1.5 }, 'adding.test: got 1.5'],
])('%j is refused', (options, message) => {
  expect(() => makeAdding(options)).toThrow(message);
});

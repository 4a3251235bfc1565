import { describe, expect, it } from 'vitest';
import { float64 } from '../../../src/lab/measurements/float64.js';
import { rounding } from '../../sim/batched/matrices.js';
import { trials } from '../../sim/batched/operations.js';

const sizes = [
  { rows: 1, columns: 1, inner: 1 },
  { rows: 3, columns: 5, inner: 7 },
  { rows: 9, columns: 13, inner: 10 },
];

describe.each(sizes)('float64 operations on $rows x $columns, inner $inner', (size) => {
  it.each(trials(size, 1).map((trial) => [`${trial.operation} ${trial.detail}`, trial] as const))(
    '%s',
    (_, { inputs, run, expected }) => {
      const result = run(
        float64,
        inputs.map(({ data, shape }) => float64.upload(data, shape)),
      );
      expect([...result.shape]).toEqual([...expected.shape]);
      // What is expected is rounded to float32 in places.
      for (const [i, value] of expected.data.entries()) {
        const allowed = expected.tolerance[i] + 4 * rounding * Math.max(1, Math.abs(value));
        expect(Math.abs(result.data[i] - value)).toBeLessThanOrEqual(allowed);
      }
    },
  );
});

it('what is made of two vectors is a vector', () => {
  const [a, b] = [
    [1, 2],
    [10, 20],
  ].map((numbers) => float64.upload(Float32Array.from(numbers), [2]));
  const sum = float64.sum([a, b, a]);
  expect([sum.shape, [...sum.data]]).toEqual([[2], [12, 24]]);
});

import { expect, it } from 'vitest';
import { TrajectoryBuffer } from '../../src/math/trajectory-buffer.js';
import { FutureSums } from '../../src/synapses/arbor/future-sums.js';

it('an arbor sums up futures of any number of terms, and keeps them', () => {
  // Two neurons above, one below: weights 2 and -1.
  const sums = new FutureSums({ weights: Float64Array.of(2, -1) }, 2, 1);
  const long = { origin: 0, constant: 1, terms: Array.from({ length: 300 }, (_, m) => m) };
  const short = { origin: 0, constant: 4, terms: [5] };
  sums.hear(0, long);
  sums.hear(1, short);
  const sum = new TrajectoryBuffer();
  sum.begin(0);
  sums.addTo(sum, 0);
  const { constant, terms } = sum.told();
  expect([constant, terms.length, terms[0], terms[1], terms[299]]).toEqual([-2, 300, -5, 2, 598]);
  expect(sums.state()).toEqual([long, short]);
});

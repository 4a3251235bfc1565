import { expect, it } from 'vitest';
import { Sums } from '../../../src/sim/events/arbor/sums.js';

it('sums are taken alone for the first who asks, for all when a second asks, and again after news', () => {
  const taken: string[] = [];
  let drive = 10;
  const sums = new Sums(
    3,
    (neuron) => {
      taken.push(`one ${neuron}`);
      return drive + neuron;
    },
    (out) => {
      taken.push('all');
      for (const neuron of out.keys()) out[neuron] = drive + neuron;
    },
  );
  expect([sums.of(2), sums.of(0), sums.of(1), sums.of(2)]).toEqual([12, 10, 11, 12]);
  expect(taken).toEqual(['one 2', 'all']);
  drive = 20;
  sums.renew();
  expect([sums.of(1), sums.of(1)]).toEqual([21, 21]);
  expect(taken).toEqual(['one 2', 'all', 'one 1', 'all']);
});

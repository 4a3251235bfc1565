import { describe, expect, it } from 'vitest';
import { Sums } from '../../src/synapses/arbor/sums.js';

/** Sums of three neurons that take down how they are taken. */
function sumsOfThree() {
  const taken: string[] = [];
  const state = { drive: 10 };
  const sums = new Sums(
    3,
    (neuron) => {
      taken.push(`one ${neuron}`);
      return state.drive + neuron;
    },
    (out) => {
      taken.push('all');
      for (const neuron of out.keys()) out[neuron] = state.drive + neuron;
    },
  );
  const news = (drive: number) => {
    state.drive = drive;
    sums.renew();
    taken.length = 0;
  };
  return { sums, taken, news };
}

describe('sums', () => {
  it('are taken alone for the first who asks, for all when a second asks', () => {
    const { sums, taken } = sumsOfThree();
    expect([sums.of(2), sums.of(0), sums.of(1), sums.of(2)]).toEqual([12, 10, 11, 12]);
    expect(taken).toEqual(['one 2', 'all']);
  });

  it('are taken for all at once when several asked after the news before', () => {
    const { sums, taken, news } = sumsOfThree();
    sums.of(2);
    sums.of(0);
    news(20);
    // News that nobody asks after changes no habit.
    news(30);
    expect([sums.of(1), sums.of(2)]).toEqual([31, 32]);
    expect(taken).toEqual(['all']);
  });

  it('are taken alone again once one has asked alone', () => {
    const { sums, taken, news } = sumsOfThree();
    sums.of(2);
    sums.of(0);
    news(20);
    expect(sums.of(1)).toBe(21);
    news(30);
    expect(sums.of(1)).toBe(31);
    news(40);
    expect([sums.of(1), sums.of(1)]).toEqual([41, 41]);
    expect(taken).toEqual(['one 1', 'all']);
  });
});

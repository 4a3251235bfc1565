import { describe, expect, it } from 'vitest';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { inputs, live, targets } from './scene.js';

const way = (options: LiveOptions['oscillation'] = {}): LiveOptions => ({
  way: 'oscillation',
  learningRate: 0.1,
  oscillation: { period: 10, forward: 2, ...options },
});

describe('two neurons, worked out by hand', () => {
  it('answer in the first part of a cycle, relax from zero in the rest, learn at its end', () => {
    const { simulator, of, weight } = live(way());
    simulator.present({ time: 1, inputs, targets });
    simulator.runThrough(9.999);
    expect(of('layers.0[0]', 'up.rate').map(({ time, value }) => [time, value])).toEqual([[1, 4]]);
    expect(weight('layers.0.weight')).toBe(2);
    simulator.runThrough(10);
    const x = 0.125 * (1 - Math.exp(-8));
    expect(weight('layers.0.weight')).toBeCloseTo(2 - 0.1 * x, 14);
    expect(weight('layers.0.bias')).toBeCloseTo(-1 - 0.1 * x, 14);
    expect(weight('layers.1.weight')).toBeCloseTo(0.5 - 0.1 * 0.25 * 4, 14);
  });

  it('or from where they are', () => {
    const { simulator, weight } = live(way({ initial: 'forward' }));
    simulator.present({ time: 1, inputs, targets });
    simulator.runThrough(10);
    expect(weight('layers.0.weight')).toBeCloseTo(2 - 0.1 * (0.125 + 3.875 * Math.exp(-8)), 14);
  });

  it('say nothing down while they answer', () => {
    const { simulator, of } = live(way());
    simulator.present({ time: 1, inputs, targets });
    simulator.runThrough(19);
    // Zero at first, so that those below know; the error from 2 on; zero from 10 on; what weights have become from 12 on.
    expect(of('layers.1[0]', 'down.x').map(({ time, value }) => [time, value])).toEqual([
      [2, 0.25],
      [10, 0],
      [12, 0.25],
    ]);
  });

  it('what comes amid a relaxation is answered in the next cycle; whoever heard it does not learn in this one', () => {
    const { simulator, of } = live(way());
    simulator.present({ time: 0, inputs, targets });
    simulator.present({ time: 5, inputs: { input: [2, 1] }, targets });
    simulator.runThrough(20);
    expect(of('layers.0[0]', 'up.rate').map(({ time }) => time)).toEqual([0, 10]);
    expect(of('layers.0[0]', 'learn').map(({ time }) => time)).toEqual([20]);
    // The output has heard nothing new: what it learns at 10 is right.
    expect(of('layers.1[0]', 'learn').map(({ time, value }) => [time, value > 0.25])).toEqual([
      [10, false],
      [20, true],
    ]);
  });

  it('without a target, or with one that came too late or was withdrawn in time, nobody learns', () => {
    const learned = (...given: [number, typeof targets | null][]) => {
      const { simulator, log } = live(way());
      simulator.present({ time: 0, inputs });
      for (const [time, targets] of given) simulator.present({ time, targets });
      simulator.runThrough(10);
      return log.filter(({ kind }) => kind === 'learn').length;
    };
    expect(learned()).toBe(0);
    expect(learned([1, targets])).toBe(2);
    expect(learned([3, targets])).toBe(0);
    expect(learned([1, targets], [1.5, null])).toBe(0);
    expect(learned([1, targets], [3, null])).toBe(2);
  });
});

describe('rhythms', () => {
  it('of later nodes may begin later', () => {
    const { simulator, of } = live(way({ first: 3, offset: 1 }));
    simulator.present({ time: 0, inputs, targets });
    simulator.runThrough(16);
    expect(of('layers.0[0]', 'learn').map(({ time }) => time)).toEqual([13]);
    expect(of('layers.1[0]', 'learn').map(({ time }) => time)).toEqual([14]);
  });

  it('may scatter about their period, by the seed', () => {
    const times = (seed: number) => {
      const { simulator, of } = live({ ...way({ jitter: 0.2 }), seed });
      simulator.present({ time: 0, inputs, targets });
      simulator.runThrough(50);
      return of('layers.1[0]', 'learn').map(({ time }) => time);
    };
    const [period] = times(1);
    expect(period).toBeGreaterThan(8);
    expect(period).toBeLessThan(12);
    expect(times(1)[2]).toBeCloseTo(3 * period, 12);
    expect(times(2)[0]).not.toBe(period);
    expect(times(1)).toEqual(times(1));
  });
});

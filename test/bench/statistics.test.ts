import { describe, expect, it } from 'vitest';
import { alternate, alternateWithin, type Contestant, repeatsFor } from '../../bench/alternate.js';
import { takeTurns } from '../../bench/children/serve.js';
import { ratios } from '../../bench/measurement.js';
import { median, spreadOf, sumsOf } from '../../bench/statistics.js';

describe('statistics', () => {
  it('median is the middle, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([10, 9])).toBe(9.5);
    expect(median([7])).toBe(7);
  });

  it('spread is smallest and largest', () => {
    expect(spreadOf([3, 1, 2])).toEqual([1, 3]);
  });

  it('sums are of so many in a row, the last of what is left', () => {
    expect(sumsOf([1, 2, 3, 4, 5, 6], 3)).toEqual([6, 15]);
    expect(sumsOf([1, 2, 3], 2)).toEqual([3, 3]);
  });

  it('ratios are taken round by round', () => {
    expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
  });
});

describe('repeats', () => {
  it('as many as last long enough', () => {
    expect(repeatsFor(2, 0.5, 1)).toBe(4);
    expect(repeatsFor(4, 2, 1)).toBe(2);
    expect(repeatsFor(1, 5, 1)).toBe(1);
  });

  it('at most ten times as many as were tried', () => {
    expect(repeatsFor(3, 1e-9, 1)).toBe(30);
    expect(repeatsFor(1, 0, 1)).toBe(10);
  });
});

describe('contestants', () => {
  // One that takes so long for each repeat, by its own word.
  function contestant(name: string, seconds: number, heard: string[]): Contestant {
    return {
      run: async (repeats) => {
        heard.push(`${name}${repeats}`);
        return seconds * repeats;
      },
    };
  }

  it('are warmed up, then run in turn, with as many repeats as a sample needs, and half as many before it', async () => {
    const heard: string[] = [];
    const contestants = { a: contestant('a', 1, heard), b: contestant('b', 0.25, heard) };
    const effort = { quick: true, rounds: 2, sampleSeconds: 1, warmUpSeconds: 2 };
    const seconds = await alternate(contestants, effort);
    expect(seconds).toEqual({ a: [1, 1], b: [0.25, 0.25] });
    expect(heard).toEqual(['a1', 'a1', 'b1', 'b4', 'b4', 'a1', 'b2', 'b4', 'a1', 'b2', 'b4']);
  });

  it('in one process take three times as many turns there, a third as long', async () => {
    const heard: string[] = [];
    const timed = (name: string, seconds: number) => (repeats: number) => {
      heard.push(`${name}${repeats}`);
      return seconds * repeats;
    };
    const all = { a: timed('a', 1), b: timed('b', 0.25) };
    const host = {
      contestant: (name: 'a' | 'b') => ({ run: async (repeats: number) => all[name](repeats) }),
      takeTurns: async (repeats: Readonly<Record<string, number>>, rounds: number) => {
        heard.push('turns');
        return takeTurns((name) => all[name as 'a' | 'b'], repeats, rounds);
      },
    };
    const effort = { quick: true, rounds: 1, sampleSeconds: 3, warmUpSeconds: 1 };
    expect(await alternateWithin(host, ['a', 'b'], effort)).toEqual({
      a: [1, 1, 1],
      b: [0.25, 0.25, 0.25],
    });
    expect(heard).toEqual(['a1', 'b1', 'b4', 'turns', 'a1', 'b4', 'a1', 'b4', 'a1', 'b4']);
  });
});

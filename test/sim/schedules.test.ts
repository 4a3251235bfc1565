import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/network/layout.js';
import { parseNetwork } from '../../src/network/parse.js';
import { type ScheduleName, schedules } from '../../src/sim/schedules.js';
import { networks } from '../agreement/networks.js';

// h1 5, h2 6, side 4, h3 2 units; out takes h3, h1, side; side and h3 take h2, h2 takes h1.
const { inputs, nodes } = layOut(
  parseNetwork(networks['two inputs, two outputs, one of them with children']),
);
const movers = nodes.filter(({ role }) => role === 'relaxing');
const all = movers.flatMap(({ name, size }) => Array.from({ length: size }, (_, i) => `${name} ${i}`)).sort();

const steps = (
  name: ScheduleName,
  seed = 1,
  who: Parameters<(typeof schedules)['synchronous']['steps']>[0] = movers,
) => {
  const next = schedules[name].steps(who, seed);
  return Array.from({ length: 4 }, () =>
    next().map((group) =>
      group.movers.map((mover) => `${mover.name}${group.unit === undefined ? '' : ` ${group.unit}`}`),
    ),
  );
};

describe('whole layers', () => {
  it('synchronous: all at once, step after step', () => {
    const names = movers.map(({ name }) => name);
    expect(steps('synchronous')).toEqual(Array(4).fill([names]));
  });

  it('top-down: children first, and inputs last where they relax', () => {
    const groups = steps('top-down', 1, [...inputs, ...movers])[3].map((group) => [...group].sort());
    expect(groups).toEqual([['h3', 'side'], ['h2'], ['h1', 'right'], ['left']]);
  });
});

describe('one unit after the other', () => {
  it('every unit has one turn in every step, alone', () => {
    for (const step of steps('asynchronous', 3)) {
      expect(step.every((group) => group.length === 1)).toBe(true);
      expect(step.flat().sort()).toEqual(all);
    }
  });

  it('in a new order in every step', () => {
    const orders = steps('asynchronous').map((step) => step.flat().join());
    expect(new Set(orders).size).toBe(4);
  });

  it('in the same order for the same seed, in another for another', () => {
    expect(steps('asynchronous', 5)).toEqual(steps('asynchronous', 5));
    expect(steps('asynchronous', 5)).not.toEqual(steps('asynchronous', 6));
  });

  // Of 17 units each is first in 1 of 17 of 3,400 steps: 200 on average, with a standard deviation of 13.7.
  it('any unit as likely as any other to be the first', () => {
    const next = schedules.asynchronous.steps(movers, 1);
    const firsts: Record<string, number> = {};
    for (let k = 0; k < 3400; k++) {
      const [
        {
          movers: [{ name }],
          unit,
        },
      ] = next();
      firsts[`${name} ${unit}`] = (firsts[`${name} ${unit}`] ?? 0) + 1;
    }
    expect(Object.keys(firsts).sort()).toEqual(all);
    for (const count of Object.values(firsts)) expect(Math.abs(count - 200)).toBeLessThan(5 * 13.7);
  });
});

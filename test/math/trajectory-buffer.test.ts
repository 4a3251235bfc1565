import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Trajectory, valueAt } from '../../src/math/trajectory.js';
import { TrajectoryBuffer } from '../../src/math/trajectory-buffer.js';

const number = fc.double({ min: -3, max: 3, noNaN: true });
const trajectory = fc.record({
  origin: fc.double({ min: -2, max: 0, noNaN: true }),
  constant: number,
  terms: fc.array(number, { maxLength: 6 }),
});

it('by hand: 2 (1 + e^-s) - (3 + s e^-s), told from 5 on', () => {
  const buffer = new TrajectoryBuffer();
  buffer.begin(5);
  buffer.add(2, { origin: 5, constant: 1, terms: [1] });
  buffer.add(-1, { origin: 5, constant: 3, terms: [0, 1] });
  expect(buffer.told()).toEqual({ origin: 5, constant: -1, terms: [2, -1] });
  expect(buffer.told(-2)).toEqual({ origin: 5, constant: 2, terms: [-4, 2] });
  expect(buffer.at(5)).toBe(1);
  expect(buffer.at(7)).toBeCloseTo(-1 + 2 * Math.exp(-2) - 2 * Math.exp(-2), 15);
});

it('a sum of futures is at every time the sum of what they are then', () => {
  const summands = fc.array(fc.record({ weight: number, future: trajectory }), { maxLength: 5 });
  const buffer = new TrajectoryBuffer();
  fc.assert(
    fc.property(summands, fc.double({ min: 0, max: 4, noNaN: true }), (parts, s) => {
      buffer.begin(1);
      for (const { weight, future } of parts) buffer.add(weight, future);
      let wanted = 0;
      for (const { weight, future } of parts) wanted += weight * valueAt(future, 1 + s);
      expect(buffer.at(1 + s)).toBeCloseTo(wanted, 11);
    }),
  );
});

it('begins anew as if it had held nothing, and gives away what it does not change later', () => {
  const buffer = new TrajectoryBuffer();
  fc.assert(
    fc.property(trajectory, trajectory, (first: Trajectory, second: Trajectory) => {
      buffer.copy(first);
      const told = buffer.told();
      buffer.copy(second);
      expect(told).toEqual(first);
      expect(buffer.told()).toEqual(second);
      buffer.begin(3);
      buffer.extend(2);
      expect(buffer.told()).toEqual({ origin: 3, constant: 0, terms: [0, 0] });
    }),
  );
});

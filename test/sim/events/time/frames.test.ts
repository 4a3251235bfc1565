import { describe, expect, it } from 'vitest';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { rules } from '../../../../src/sim/rules.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { refusal } from '../../../network/refusals.js';
import { ones, pair, stimulus } from './chain.js';

/** Times and values of the lower unit, every so often. */
function looked(every: number, given: Partial<Relaxation>, delay = 0): [time: number, x: number][] {
  const simulator = new EventSimulator(pair, ones, { delays: { 'layers.1': delay } });
  const rows: [number, number][] = [];
  const { seen } = simulator.watch('activity', ['layers.0'], { every });
  seen.subscribe(({ time, values }) => rows.push([time, values[0]]));
  simulator.relax(stimulus, { rule: rules.ar, relaxation: relaxationOf(given) });
  return rows;
}

describe('looking every so often at steps', () => {
  it('sees the step of its own time, under one number for the time', () => {
    const rows = looked(0.3, { steps: 30, stepSize: 0.1, initial: 'zero' });
    expect(rows.map(([time]) => time)).toEqual([0, 0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3]);
    for (const [k, [, x]] of rows.entries()) if (k > 0) expect(x).toBeCloseTo(1 - 0.9 ** (3 * k), 14);
  });

  it.each([0.1, 0.3, 0.07, 1 / 3, 0.125])(
    'sees every step of %f, once, with whole delays, too',
    (stepSize) => {
      for (const lateBy of [0, 1, 3]) {
        const rows = looked(stepSize, { steps: 60, stepSize, initial: 'zero' }, lateBy * stepSize);
        // The relaxation begins when the sweep is over.
        for (let k = 1; k <= 60; k++) {
          const want = 1 - (1 - stepSize) ** Math.max(0, k - lateBy);
          expect(Math.abs(rows[lateBy + k][1] - want)).toBeLessThan(1e-13);
        }
      }
    },
  );

  it('between them is refused', () => {
    const off = (every: number) => refusal(() => looked(every, { steps: 5, stepSize: 0.1 }));
    expect(off(0.25)).toBe(
      'times.every: got 0.25 with steps of 0.1, expected a whole number of steps. Try 0.2 or 0.3.',
    );
    expect(off(0.05)).toContain('Try 0.1.');
  });
});

describe('looking every so often in continuous time', () => {
  it('has a row for every multiple up to the duration', () => {
    for (let tenths = 1; tenths <= 100; tenths++) {
      const rows = looked(0.1, { duration: tenths / 10, stepSize: 0.1 });
      expect(rows.map(([time]) => time)).toEqual(Array.from({ length: tenths + 1 }, (_, k) => k / 10));
    }
    expect(looked(0.3, { duration: 1 }).map(([time]) => time)).toEqual([0, 0.3, 0.6, 0.9]);
  });

  it('records the course for as many steps', () => {
    const simulator = new EventSimulator(pair, ones);
    for (let tenths = 0; tenths <= 100; tenths++) {
      const relaxation = relaxationOf({ duration: tenths / 10, stepSize: 0.1 });
      const { course } = simulator.relax(stimulus, { rule: rules.ar, relaxation, record: true });
      expect(course.length).toBe(tenths + 1);
    }
  });
});

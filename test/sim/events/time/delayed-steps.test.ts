import { describe, expect, it } from 'vitest';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { rules } from '../../../../src/sim/rules.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { ones, pair, stimulus } from './chain.js';

const rule = rules.ar;
const perfect = { loss: 0, duplicate: 0, jitter: 0 };
/** All ways in which a delay is held. */
const held = {
  'all synapses alike': {},
  'all synapses alike, arbors': { grain: 'arbor' },
  'each wire by itself': { wires: perfect },
} as const;

/** x of the lower unit after 0, 1, ... steps. */
function course(delay: number, given: Partial<Relaxation>, options: object = {}): number[] {
  const simulator = new EventSimulator(pair, ones, { delays: { 'layers.1': delay }, ...options });
  const relaxation = relaxationOf(given);
  const { course } = simulator.relax(stimulus, { rule, relaxation, record: true });
  return course.map((frame) => frame['layers.0'].data[0]);
}

describe.each(Object.entries(held))('feedback that is late, %s', (_, options) => {
  it('acts in the first step that begins when it is there', () => {
    const first = (delay: number) => course(delay, { steps: 4, stepSize: 0.1 }, options);
    const close = (got: number[], want: number[]) => {
      for (const [k, x] of want.entries()) expect(got[k]).toBeCloseTo(x, 14);
    };
    close(first(0), [1, 1, 1, 1, 1]);
    close(first(0.1), [1, 0.9, 0.91, 0.919, 0.9271]);
    close(first(0.2), [1, 0.9, 0.81, 0.829, 0.8461]);
    close(first(0.3), [1, 0.9, 0.81, 0.729, 0.7561]);
    // Between two ticks it waits for the next.
    expect(first(0.05)).toEqual(first(0.1));
    expect(first(0.21)).toEqual(first(0.3));
  });

  it.each([0.1, 0.3, 0.125, 1 / 3, 0.7, 1.1])(
    'is late by n steps of %f, at every n up to 100',
    (stepSize) => {
      // x(k) = (1 - h)^k until tick n, then rises to 1 by the same factor.
      for (let n = 0; n <= 100; n++) {
        for (const delay of [n * stepSize, Number((n * stepSize).toPrecision(15))]) {
          const x = course(delay, { steps: n + 2, stepSize }, options);
          const left = (1 - stepSize) ** n;
          expect(Math.abs(x[n] - left)).toBeLessThan(1e-13);
          expect(Math.abs(x[n + 1] - (left + stepSize * (1 - left)))).toBeLessThan(1e-13);
        }
      }
    },
  );
});

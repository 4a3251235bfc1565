import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { relativeDifference } from '../../../../src/sim/tolerance.js';

const layers = [
  { type: 'dense', units: 3, activation: 'tanh' },
  { type: 'dense', units: 2, activation: 'linear' },
];
const network = parseNetwork({ input: [2], layers, loss: 'mse' });

/** What can be put off, by how much it is: strict phases by whole cycles, rhythms by anything. */
const ways = {
  'strict-phases': (shift: number) => ({
    shift: 20.7 * Math.ceil(shift),
    options: { way: 'strict-phases', strictPhases: { sweep: 2, duration: 18 } } as const,
  }),
  oscillation: (shift: number) => ({
    shift,
    options: { way: 'oscillation', oscillation: { first: shift, period: 20.7, offset: 0.4 } } as const,
  }),
};

/** Weights after some stimuli that come `shift` later; it runs in pieces of such length. */
function weights(
  options: Omit<LiveOptions, 'learningRate'>,
  shift: number,
  piece: number,
): Record<string, number[]> {
  const delays = { 'layers.0': 0.3, 'layers.1': 0.4 };
  const simulator = new LiveSimulator(network, initialParameters(network, 1), {
    delays,
    learningRate: 0.05,
    ...options,
  });
  for (let k = 0; k < 8; k++) {
    simulator.present({
      time: shift + 20.7 * k,
      inputs: { input: [k % 3, 1] },
      targets: { 'layers.1': [1, k % 2] },
    });
  }
  const end = shift + 20.7 * 8 + 5;
  for (let k = 1; k * piece < end; k++) simulator.runThrough(k * piece);
  simulator.runThrough(end);
  return Object.fromEntries(
    Object.entries(simulator.parameters()).map(([name, { data }]) => [name, [...data]]),
  );
}

describe.each(Object.entries(ways))('%s', (_, shifted) => {
  const { options } = shifted(0);

  it('does the same later when everything comes later', () => {
    const first = weights(options, 0, 1000);
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 50, noNaN: true }), (by) => {
        const { shift, options } = shifted(by);
        const got = weights(options, shift, 1000);
        for (const [name, want] of Object.entries(first)) {
          expect(relativeDifference(got[name], want)).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 20, seed: 16 },
    );
  });

  it('does the same in pieces, to the bit', () => {
    const whole = weights(options, 0, 1000);
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 30, noNaN: true }), (piece) => {
        expect(weights(options, 0, piece)).toEqual(whole);
      }),
      { numRuns: 20, seed: 16 },
    );
  });
});

it('two compartments do the same in pieces, to the bit', () => {
  const options = { way: 'two-compartments', twoCompartments: { teachEvery: 2.3 } } as const;
  const whole = weights(options, 0, 1000);
  for (const piece of [0.1, 0.37, 2.3, 20.7]) expect(weights(options, 0, piece)).toEqual(whole);
});

it('a cycle that ends just when the next image comes teaches what it was about', () => {
  for (const first of [0, 0.3, 1 / 3, Math.PI]) {
    const simulator = new LiveSimulator(network, initialParameters(network, 1), {
      way: 'oscillation',
      oscillation: { first, period: 20.7 },
      learningRate: 0.05,
    });
    let taught = 0;
    simulator.listen('layers.0[0]').subscribe(({ kind }) => {
      if (kind === 'learn') taught++;
    });
    for (let k = 0; k < 10; k++) {
      const targets = { 'layers.1': [1, k % 2] };
      simulator.present({ time: first + 20.7 * k, inputs: { input: [k % 3, 1] }, targets });
    }
    simulator.runThrough(first + 20.7 * 10 - 1);
    expect(taught).toBe(9);
  }
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { storedForward } from '../../src/synapses/plasticity/stored-forward.js';
import type { Plasticity } from '../../src/synapses/plasticity.js';
import { slopeAt } from '../neurons/slope.js';

/** What one synapse adds to its gradient. */
function gradient(rule: Plasticity, forwardActivity: number, activity: number, slope: number): number {
  return rule.terms.reduce(
    (sum, { gain, pre, post }) =>
      sum + gain * pre(numbers, { forwardActivity }) * post(numbers, { activity, slope }),
    0,
  );
}

/** `state`, and the names of what was read of it. */
function watched<S extends object>(state: S): { state: S; seen: Set<string> } {
  const seen = new Set<string>();
  const get = (target: S, key: string | symbol) => {
    seen.add(String(key));
    return Reflect.get(target, key);
  };
  return { state: new Proxy(state, { get }), seen };
}

const value = fc.double({ min: -2, max: 2, noNaN: true });

describe('the stored-forward rule', () => {
  it('by hand: what came in, times what the neuron relaxed to, times its slope', () => {
    expect(gradient(storedForward, 3, -2, 0.5)).toBe(-3);
    expect(gradient(storedForward, 3, -2, 0)).toBe(0);
    expect(gradient(storedForward, 0, -2, 0.5)).toBe(0);
  });

  // y = tanh(w x + b), L = (y - t)^2 / 2: the output neuron's activity is y - t, its slope 1 - y^2.
  it('is the slope of the loss for one synapse onto an output neuron, and for its bias', () => {
    const law = fc.property(value, value, value, value, (w, b, x, t) => {
      const loss = (weight: number, bias: number) => (Math.tanh(weight * x + bias) - t) ** 2 / 2;
      const y = Math.tanh(w * x + b);
      const ofWeight = gradient(storedForward, x, y - t, 1 - y * y);
      const ofBias = gradient(storedForward, 1, y - t, 1 - y * y);
      expect(Math.abs(ofWeight - slopeAt((weight) => loss(weight, b), w))).toBeLessThan(1e-9);
      expect(Math.abs(ofBias - slopeAt((bias) => loss(w, bias), b))).toBeLessThan(1e-9);
    });
    fc.assert(law, { seed: 11, numRuns: 300 });
  });

  it('reads at each end of the synapse only what belongs to that end', () => {
    for (const { pre, post } of storedForward.terms) {
      const below = watched({ forwardActivity: 1 });
      const above = watched({ activity: 1, slope: 1 });
      pre(numbers, below.state);
      post(numbers, above.state);
      expect([...below.seen]).toEqual(['forwardActivity']);
      expect([...above.seen].sort()).toEqual(['activity', 'slope']);
    }
  });
});

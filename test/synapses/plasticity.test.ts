import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import { variantOf } from '../../src/sim/variant.js';
import type { Plasticity, Postsynaptic, Presynaptic } from '../../src/synapses/plasticity.js';
import { slopeAt } from '../neurons/slope.js';

const plasticity = (given: Parameters<typeof variantOf>[0] = {}) => arVariant(variantOf(given)).plasticity;
const stored = plasticity();

/** What one synapse adds to its gradient. */
function gradient(
  rule: Plasticity,
  below: Partial<Presynaptic<number>>,
  above: Partial<Postsynaptic<number>>,
): number {
  const nothing = Number.NaN;
  const presynaptic = { forwardActivity: nothing, currentActivity: nothing, ...below };
  const postsynaptic = { activity: nothing, slope: nothing, currentSlope: nothing, ...above };
  return rule.terms.reduce(
    (sum, { gain, pre, post }) => sum + gain * pre(numbers, presynaptic) * post(numbers, postsynaptic),
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

describe('the standard rule', () => {
  it('by hand: what came in, times what the neuron relaxed to, times its slope', () => {
    const of = (forwardActivity: number, activity: number, slope: number) =>
      gradient(stored, { forwardActivity }, { activity, slope });
    expect(of(3, -2, 0.5)).toBe(-3);
    expect(of(3, -2, 0)).toBeCloseTo(0, 15);
    expect(of(0, -2, 0.5)).toBeCloseTo(0, 15);
  });

  // y = tanh(w x + b), L = (y - t)^2 / 2: the output neuron's activity is y - t, its slope 1 - y^2.
  it('is the slope of the loss for one synapse onto an output neuron, and for its bias', () => {
    const law = fc.property(value, value, value, value, (w, b, x, t) => {
      const loss = (weight: number, bias: number) => (Math.tanh(weight * x + bias) - t) ** 2 / 2;
      const y = Math.tanh(w * x + b);
      const above = { activity: y - t, slope: 1 - y * y };
      const ofWeight = gradient(stored, { forwardActivity: x }, above);
      const ofBias = gradient(stored, { forwardActivity: 1 }, above);
      expect(Math.abs(ofWeight - slopeAt((weight) => loss(weight, b), w))).toBeLessThan(1e-9);
      expect(Math.abs(ofBias - slopeAt((bias) => loss(w, bias), b))).toBeLessThan(1e-9);
    });
    fc.assert(law, { seed: 11, numRuns: 300 });
  });
});

// What a rule reads has to be sent: forward synapses carry moving activities only to those who do.
describe.each([
  [{}, ['forwardActivity'], ['activity', 'slope'], false],
  [{ updateDerivative: 'current' }, ['forwardActivity'], ['activity', 'currentSlope'], true],
  [{ updateDerivative: 'none' }, ['forwardActivity'], ['activity'], false],
  [{ presynaptic: 'current' }, ['currentActivity'], ['activity', 'slope'], true],
  [{ derivative: 'current' }, ['forwardActivity'], ['activity', 'slope'], false],
] as const)('the rule with %o', (given, below, above, readsMoving) => {
  const rule = plasticity(given);

  it('reads at each end of the synapse only what belongs to that end, and says if it moves', () => {
    for (const { pre, post } of rule.terms) {
      const presynaptic = watched({ forwardActivity: 1, currentActivity: 1 });
      const postsynaptic = watched({ activity: 1, slope: 1, currentSlope: 1 });
      pre(numbers, presynaptic.state);
      post(numbers, postsynaptic.state);
      expect([...presynaptic.seen]).toEqual(below);
      expect([...postsynaptic.seen].sort()).toEqual(above);
    }
    expect(rule.readsMoving).toBe(readsMoving);
  });

  it('multiplies them', () => {
    const factor = { slope: 5, currentSlope: 7 };
    const slope = above.length > 1 ? factor[above[1] as keyof typeof factor] : 1;
    const got = gradient(rule, { [below[0]]: 2 }, { activity: 3, ...factor });
    expect(got).toBe(6 * slope);
  });
});

import { describe, expect, it } from 'vitest';
import { ar } from '../../src/rules/ar.js';
import { chl } from '../../src/rules/chl.js';
import { fa } from '../../src/rules/fa.js';
import { pc } from '../../src/rules/pc.js';
import { phased } from '../../src/sim/phased.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import { rules } from '../../src/sim/rules.js';
import { bends, learnsFeedback, movesWeights } from '../../src/sim/traits.js';
import { type Variant, variantChoices, variantOf } from '../../src/sim/variant.js';

/** Every variant of activation relaxation that differs from the default in at most two choices, and has a meaning. */
function variants(): Variant[] {
  const single = Object.entries(variantChoices).flatMap(([name, values]) =>
    Object.keys(values).map((value) => ({ [name]: value })),
  );
  return single.flatMap((one) => single.flatMap((other) => meant({ ...one, ...other })));
}

function meant(choices: object): Variant[] {
  try {
    return [variantOf(choices)];
  } catch {
    return [];
  }
}

describe('what is found of a rule from its formulas', () => {
  // While both are there.
  it('is what activation relaxation says of itself', () => {
    const all = variants();
    expect(all.length).toBeGreaterThan(100);
    for (const variant of all) {
      const rule = arVariant(variant);
      const { neuron, plasticity, feedback } = rule;
      const said = [!neuron.linear, plasticity.timing.whileRelaxing, feedback.learns];
      expect([bends(rule), movesWeights(rule), learnsFeedback(rule)], rule.name).toEqual(said);
    }
  });

  it('is so of every rule', () => {
    const of = (rule: Parameters<typeof bends>[0]) => [bends(rule), movesWeights(rule), learnsFeedback(rule)];
    expect(of(phased(pc))).toEqual([true, false, false]);
    expect(of(phased(pc, { predictions: 'frozen', plasticity: 'continuous' }))).toEqual([false, true, false]);
    expect(of(phased(ar, { feedback: 'learned' }))).toEqual([false, false, true]);
    expect(of(phased(chl))).toEqual([true, false, false]);
    expect(of(phased(fa))).toEqual([false, false, false]);
    expect(of(rules.bp)).toEqual([false, false, false]);
  });
});

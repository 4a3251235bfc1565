import { describe, expect, it } from 'vitest';
import { ar } from '../../src/rules/ar.js';
import { chl } from '../../src/rules/chl.js';
import { fa } from '../../src/rules/fa.js';
import { pc } from '../../src/rules/pc.js';
import { phased } from '../../src/sim/phased.js';
import { rules } from '../../src/sim/rules.js';
import { bends, learnsFeedback, movesWeights } from '../../src/sim/traits.js';

describe('what is found of a rule from its formulas', () => {
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

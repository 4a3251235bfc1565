import { describe, expect, it } from 'vitest';
import { ar, arVariant } from '../../src/sim/rules/ar.js';
import { ruleOf, rules } from '../../src/sim/rules.js';
import { standardVariant, type Variant, variantName, variantOf } from '../../src/sim/variant.js';
import { refusal } from '../network/refusals.js';

describe('a variant', () => {
  it('is the standard one where nothing is chosen; undefined chooses nothing', () => {
    expect(variantOf()).toEqual(standardVariant);
    expect(variantOf({ feedback: undefined, bias: 'excluded' })).toEqual({
      ...standardVariant,
      bias: 'excluded',
    });
  });

  it('is named by what it chooses otherwise', () => {
    expect(variantName(standardVariant)).toBe('');
    expect(variantName(variantOf({ updateDerivative: 'none', feedback: 'learned' }))).toBe(
      'feedback learned, update derivative none',
    );
    expect(arVariant(variantOf({ inputs: 'relaxing' })).name).toBe('ar, inputs relaxing');
    expect(ar.name).toBe('ar');
  });
});

describe('refused', () => {
  it.each([
    [
      { feedbak: 'random' },
      'variant: got unknown key "feedbak", expected only feedback, derivative, updateDerivative, presynaptic, ' +
        'plasticity, bias, inputs. Try "feedback".',
    ],
    [
      { feedback: 'learnt' },
      'variant.feedback: got "learnt", expected one of transpose, random, learned. Try "learned".',
    ],
    [
      { derivative: 'toString' },
      'variant.derivative: got "toString", expected one of frozen, current, none.',
    ],
    [{ updateDerivative: 3 }, 'variant.updateDerivative: got 3, expected one of frozen, current, none.'],
    [{ inputs: 'clampd' }, 'variant.inputs: got "clampd", expected one of clamped, relaxing. Try "clamped".'],
    [
      { feedback: ['random'] },
      'variant.feedback: got ["random"], expected one of transpose, random, learned.',
    ],
    [{ bias: null }, 'variant.bias: got null, expected one of included, excluded.'],
    [
      { bias: 'excluded', derivative: 'none', updateDerivative: 'none' },
      'variant.bias: got excluded with derivative none and updateDerivative none, ' +
        'expected included: no derivative is taken that a bias could be left out of.',
    ],
  ])('%o', (given, line) => {
    expect(refusal(() => variantOf(given))).toBe(line);
  });

  it('a place of its own in the message', () => {
    expect(refusal(() => variantOf({ bias: 'x' }, '--variant'))).toMatch(/^--variant\.bias: got "x"/);
  });

  it('not: no derivative in one place, and the bias left out in the other', () => {
    expect(variantOf({ bias: 'excluded', derivative: 'none' }).bias).toBe('excluded');
    expect(variantOf({ bias: 'excluded', updateDerivative: 'none' }).bias).toBe('excluded');
  });
});

describe('the rule of a variant', () => {
  it('backpropagation has none', () => {
    expect(ruleOf('bp', standardVariant)).toBe(rules.bp);
    expect(refusal(() => ruleOf('bp', variantOf({ feedback: 'random', bias: 'excluded' })))).toBe(
      'variant: got feedback random, bias excluded with rule bp, expected none: only rule ar has variants. Try rule ar.',
    );
  });

  it('is that of the rule which was named: another rule without variants stays itself', () => {
    const other = { ...arVariant(variantOf({ feedback: 'random' })), name: 'other' };
    const known = { ...rules, bp: other };
    expect(ruleOf('bp', standardVariant, 'variant', known)).toBe(other);
    expect(refusal(() => ruleOf('bp', variantOf({ bias: 'excluded' }), 'variant', known))).toContain(
      'bias excluded with rule bp',
    );
    expect(ruleOf('ar', variantOf({ bias: 'excluded' }), 'variant', known).name).toBe('ar, bias excluded');
  });

  const linear = (given: Partial<Variant>) => {
    const rule = ruleOf('ar', variantOf(given));
    return rule.kind === 'relaxation' && rule.linear;
  };

  it('is linear unless slopes or weights move while activities do', () => {
    expect(linear({})).toBe(true);
    expect(linear({ derivative: 'current' })).toBe(false);
    expect(linear({ plasticity: 'continuous' })).toBe(false);
    expect(linear({ derivative: 'none', updateDerivative: 'current', presynaptic: 'current' })).toBe(true);
    expect(linear({ feedback: 'learned', inputs: 'relaxing', bias: 'excluded' })).toBe(true);
  });

  it('knows whether its inputs relax and its derivatives have the bias in them', () => {
    expect([ar.inputsRelax, ar.biasInDerivative]).toEqual([false, true]);
    const other = arVariant(variantOf({ inputs: 'relaxing', bias: 'excluded' }));
    expect([other.inputsRelax, other.biasInDerivative]).toEqual([true, false]);
  });
});

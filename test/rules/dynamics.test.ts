import { expect, it } from 'vitest';
import { ar } from '../../src/rules/ar.js';
import { dynamicsOf } from '../../src/rules/dynamics.js';
import { families } from '../../src/rules/families.js';
import type { RuleFamily } from '../../src/rules/family.js';
import { numberOfSteps } from '../../src/rules/names.js';
import type { Rule } from '../../src/rules/rule.js';
import { words } from '../../src/rules/words.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import { variantOf } from '../../src/sim/variant.js';
import { arVariants, ruleWith } from './every.js';

const { pc, ep } = families;
const stepped = (rule: Rule) => {
  const phase = rule.phases.find((one) => numberOfSteps(one) > 0)!;
  return dynamicsOf(rule, phase);
};
const dynamics = (...given: Parameters<typeof ruleWith>) => stepped(ruleWith(...given));
const oneWay = { linear: true, ways: ['down'], closedForm: true };
const arFamily = ar as unknown as RuleFamily;

it('activation relaxation and predictive coding are linear and go one way while derivatives are frozen', () => {
  expect(dynamics(arFamily)).toEqual(oneWay);
  for (const convention of ['post-activation', 'pre-activation'])
    expect(dynamics(pc, { predictions: 'frozen', convention }), convention).toEqual(oneWay);
});

it('with values of the moment they are not linear, and predictions go up while errors come down', () => {
  expect(dynamics(arFamily, { derivative: 'current' })).toMatchObject({ linear: false, closedForm: false });
  expect(dynamics(pc)).toEqual({ linear: false, ways: ['up', 'down'], closedForm: false });
  expect(dynamics(ep)).toEqual({ linear: false, ways: ['up', 'down'], closedForm: false });
});

it('weights that move meanwhile leave no closed form', () => {
  expect(dynamics(pc, { predictions: 'frozen', plasticity: 'continuous' }).closedForm).toBe(false);
});

it('finds a closed form for the variants of activation relaxation for which one is made', () => {
  for (const choice of arVariants()) {
    const { linear } = arVariant(variantOf(choice));
    expect(dynamics(arFamily, choice).closedForm, JSON.stringify(choice)).toBe(linear);
  }
});

it('values that travel both ways, coefficients that change and products of what moves have none', () => {
  type N = { state: 'x' | 'y'; says: { up: 'x'; down: 'y' } };
  const { say, set, move, rule } = words<N>();
  const of = (talk: readonly ReturnType<typeof set>[], moves: ReturnType<typeof move>[]) =>
    stepped(
      rule({
        name: 'tried',
        paths: { up: { way: 'up' }, down: { way: 'down' } },
        answer: { phase: 'only', state: 'x' },
        phases: [{ name: 'only', steps: 2, stepSize: 0.1, talk, moves }],
      }),
    );
  const up = say('up', { x: 'x' });
  const both = [up, set({ y: (m, n) => m.sub(n.x, n.basal.x) }), say('down', { y: 'y' })];
  const rises = move({ x: (m, n) => m.sub(n.basal.x, n.x) });
  expect(of([up], [rises])).toEqual({ linear: true, ways: ['up'], closedForm: true });
  expect(of(both, [rises]).ways).toEqual(['up']);
  expect(of(both, [move({ x: (_, n) => n.apical.y })])).toEqual({
    ...{ linear: true, ways: ['up', 'down'], closedForm: false },
  });
  expect(of([up], [move({ x: (m, n, { step }) => m.mul(step, n.basal.x) })])).toMatchObject({
    ...{ linear: true, closedForm: false },
  });
  expect(of([up], [move({ x: (m, n) => m.mul(n.x, n.basal.x) })]).linear).toBe(false);
  expect(of([up], [rises, set({ x: (m, n) => m.clip(n.x, 0, 1) })]).linear).toBe(false);
});

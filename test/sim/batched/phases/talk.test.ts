import { beforeAll, describe, expect, it } from 'vitest';
import { ar } from '../../../../src/rules/ar.js';
import { bp } from '../../../../src/rules/bp.js';
import { chl } from '../../../../src/rules/chl.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import type { Rule } from '../../../../src/rules/rule.js';
import { words } from '../../../../src/rules/words.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import type { Device } from '../../../../src/sim/batched/device.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { phased } from '../../../../src/sim/phased.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { tried } from '../../../backends.js';
import { type Description, tangle } from '../../../reference/index.js';
import { combinations } from './combinations.js';
import { exact, given, shown } from './exact.js';

/** The same rule, where everything is said twice. */
const saidTwice = (one: PhasedRule): PhasedRule => ({ ...one, rule: twice(one.rule) });
const twice = (rule: Rule): Rule => ({
  ...rule,
  phases: rule.phases.map((phase) => ({ ...phase, talk: [...phase.talk, ...phase.talk] })),
});

const steps = { steps: 3, stepSize: 0.3 };
const ars = [
  ...combinations({
    feedback: ['transpose', 'learned'] as const,
    derivative: ['frozen', 'current'] as const,
    presynaptic: ['stored', 'current'] as const,
    plasticity: ['equilibrium', 'continuous'] as const,
  }),
  { feedback: 'random', derivative: 'none' } as const,
  { updateDerivative: 'current' } as const,
  { updateDerivative: 'none' } as const,
  { inputs: 'relaxing' } as const,
  { bias: 'excluded' } as const,
].map((choice) => phased(ar, { ...choice, ...steps }));
const pcs = combinations({
  convention: ['post-activation', 'pre-activation'] as const,
  predictions: ['current', 'frozen'] as const,
  plasticity: ['equilibrium', 'continuous'] as const,
}).map((choice) => phased(pc, { ...choice, ...steps }));
const eps = (['one-sided', 'symmetric'] as const).map((nudging) =>
  phased(ep, { nudging, freeSteps: 3, nudgedSteps: 2 }),
);
const rules: [string, PhasedRule[]][] = [
  ['ar', ars],
  ['pc', pcs],
  ['ep', eps],
  ['chl', [phased(chl, { gamma: 0.5, freeSteps: 3, clampedSteps: 2 })]],
  ['bp', [phased(bp)]],
  ['fa', [phased(fa)]],
  ['dfa', [phased(dfa)]],
];

/** All that a rule tells of a presentation. */
function all<T>(description: Description, rule: PhasedRule, device: Device<T>) {
  const { problem } = given(description, rule, 4);
  return shown(problem, rule, device, { learningRate: 0.1 });
}

describe.each(rules)('talk that is said twice is talk said once, to the bit: %s', (_, some) => {
  beforeAll(async () => {
    expect((await startBackend(tried)).name).toBe(tried);
  });

  it('in float64', () => {
    for (const rule of some) {
      const description = tangle('tanh', 'cross-entropy');
      expect(all(description, saidTwice(rule), exact), rule.name).toEqual(all(description, rule, exact));
    }
  });

  it('on the backend that is tried', () => {
    const rule = some[some.length - 1];
    const description = tangle('sigmoid', 'mse');
    expect(all(description, saidTwice(rule), tfjs), rule.name).toEqual(all(description, rule, tfjs));
  });
});

it('of a rule whose messages follow what they say it is not', () => {
  const { say, set, learn, rule } = words<{ state: 'x'; says: { up: 'x' } }>();
  const odd = rule({
    name: 'odd',
    paths: { up: { way: 'up' } },
    answer: { phase: 'only', state: 'x' },
    phases: [
      {
        name: 'only',
        steps: 1,
        begins: [set({ x: (_, n) => n.stimulus }, 'input'), set({ x: 1 })],
        talk: [say('up', { x: 'x' }), set({ x: (_, n) => n.in('x') })],
        ends: [learn({ up: [{ pre: (_, heard) => heard.x, post: (_, n) => n.x }] })],
      },
    ],
  });
  const one: PhasedRule = { kind: 'phases', name: 'odd', rule: odd, needs: [] };
  const description = tangle('tanh', 'mse');
  expect(all(description, saidTwice(one), exact)).not.toEqual(all(description, one, exact));
});

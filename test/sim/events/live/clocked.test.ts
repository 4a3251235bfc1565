import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { bp } from '../../../../src/rules/bp.js';
import { chl } from '../../../../src/rules/chl.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { rules } from '../../../../src/sim/rules.js';
import type { Batch } from '../../../../src/sim/simulator.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';

const units = (set: Batch['inputs']) =>
  Object.fromEntries(Object.entries(set).map(([name, { data }]) => [name, data]));

const moving = [
  phased(ar),
  phased(ar, { feedback: 'learned' }),
  phased(ar, { presynaptic: 'current', initial: 'zero' }),
  phased(ar, { inputs: 'relaxing' }),
  phased(pc, { predictions: 'frozen' }),
  phased(pc, { predictions: 'frozen', convention: 'pre-activation', outputVariance: 0.5 }),
];
const led = [phased(bp), phased(fa), phased(dfa)];

const options = (rule: PhasedRule): LiveOptions => ({
  ...{ way: 'strict-phases', rule, learningRate: 0.5 },
  strictPhases: { sweep: 1, ...(moving.includes(rule) && { duration: 7 }) },
});

/** Cycles of samples, shown one after the other, give what they give where each is a presentation. */
function expectSame(rule: PhasedRule, given: unknown, period: number): void {
  const network = parseNetwork(given);
  const parameters = initialParameters(network, 2, pathwayOf(rule));
  const simulator = new LiveSimulator(network, parameters, options(rule));
  const engine = new EventSimulator(network, parameters);
  const relaxation = relaxationOf(moving.includes(rule) ? { duration: 7 } : {});
  for (let sample = 0; sample < 3; sample++) {
    const batch = randomBatch(network, 1, sample);
    const presentation = { rule, relaxation, learningRate: 0.5, updates: sample };
    const { outputs } = engine.train(batch, presentation);
    const time = sample * period;
    simulator.present({ time, inputs: units(batch.inputs), targets: units(batch.targets) });
    simulator.runThrough(time + 0.75);
    for (const [name, { data }] of Object.entries(outputs)) expect(simulator.answer(name)).toEqual(data);
  }
  simulator.runThrough(3 * period);
  expect(simulator.parameters()).toEqual(engine.parameters());
}

const mse = ['five hidden layers', 'skip connection', 'two inputs, two outputs, one of them with children'];

describe('one sample a cycle, bit for bit', () => {
  it.each(moving.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
    for (const name of mse) expectSame(rule, networks[name], 8);
  });

  it.each(led.map((rule) => [rule.name, rule] as const))(
    '%s: phases that messages lead take the sweep',
    (_, rule) => {
      const takes = rule === led[2] ? 1 : 2;
      for (const name of mse) expectSame(rule, networks[name], takes);
    },
  );

  it('cross-entropy', () => {
    for (const rule of [moving[0], led[0]])
      expectSame(rule, networks['odd sizes, cross-entropy'], rule === led[0] ? 2 : 8);
  });
});

describe('refusals', () => {
  const network = parseNetwork(networks['five hidden layers']);
  const make = (rule: PhasedRule, more: Partial<LiveOptions> = {}) =>
    new LiveSimulator(network, initialParameters(network, 2, pathwayOf(rule)), { ...options(rule), ...more });

  it.each([
    [phased(pc), 'LiveSimulator.rule: got pc with way strict-phases: set prediction = f('],
    [
      phased(ep, { initial: 'persistent' }),
      'LiveSimulator.rule: got ep, initial persistent with way strict-phases: free of a sample, kept,',
    ],
    [phased(chl), 'LiveSimulator.rule: got chl with way strict-phases: '],
    [
      phased(ar, { derivative: 'current' }),
      'LiveSimulator.rule: got ar, derivative current with way strict-phases: ',
    ],
    [
      phased(ar, { plasticity: 'continuous' }),
      'got ar, plasticity continuous with way strict-phases: phase relax, in which weights move,',
    ],
  ])('%#', (rule, message) => {
    expect(() => make(rule)).toThrow(message);
  });

  it('of options that change nothing', () => {
    expect(() => make(phased(dfa), { strictPhases: { duration: 3 } })).toThrow(
      'strict-phases.duration: got it with rule dfa, expected a rule by which states move.',
    );
    expect(() => make(phased(ar), { strictPhases: { initial: 'zero' } })).toThrow(
      'strict-phases.initial: got it with rule ar, expected none: the rule says where states begin.',
    );
  });

  it('of a rule that is not of local messages', () => {
    expect(() => make(rules.bp as never)).toThrow(
      'LiveSimulator.rule: got bp, expected a rule of local messages.',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { oja } from '../../../../docs/examples/oja.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { bp } from '../../../../src/rules/bp.js';
import { chl } from '../../../../src/rules/chl.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { ep } from '../../../../src/rules/ep.js';
import { movingPhases } from '../../../../src/rules/equation.js';
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
import { byHand, chain, inputs, targets } from './scene.js';

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

const moves = ({ rule }: PhasedRule) => movingPhases(rule).length > 0;

const options = (rule: PhasedRule, sweep = 1): LiveOptions => ({
  ...{ way: 'strict-phases', rule, learningRate: 0.5 },
  strictPhases: { sweep, ...(moves(rule) && { duration: 7 }) },
});

/** A setting in which a cycle is so long, in tau. */
interface Clock {
  readonly period: number;
  readonly sweep?: number;
  /** Of the synapses into every node, in tau. */
  readonly delay?: number;
}

/** Cycles of samples, shown one after the other, give what they give where each is a presentation. */
function expectSame(rule: PhasedRule, given: unknown, { period, sweep = 1, delay = 0 }: Clock): void {
  const network = parseNetwork(given);
  const parameters = initialParameters(network, 2, pathwayOf(rule));
  const delays = Object.fromEntries(Object.keys(network.nodes).map((node) => [node, delay]));
  const simulator = new LiveSimulator(network, parameters, { ...options(rule, sweep), delays });
  const engine = new EventSimulator(network, parameters, { delays });
  const relaxation = relaxationOf(moves(rule) ? { duration: 7 } : {});
  for (let sample = 0; sample < 3; sample++) {
    const batch = randomBatch(network, 1, sample);
    const presentation = { rule, relaxation, learningRate: 0.5, updates: sample };
    const { outputs } = engine.train(batch, presentation);
    const time = sample * period;
    simulator.present({ time, inputs: units(batch.inputs), targets: units(batch.targets) });
    simulator.runThrough(time + 0.75 * sweep);
    for (const [name, { data }] of Object.entries(outputs)) expect(simulator.answer(name)).toEqual(data);
  }
  simulator.runThrough(3 * period);
  expect(simulator.parameters()).toEqual(engine.parameters());
}

const mse = ['five hidden layers', 'skip connection', 'two inputs, two outputs, one of them with children'];

describe('one sample a cycle, bit for bit', () => {
  it.each(moving.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
    for (const name of mse) expectSame(rule, networks[name], { period: 8 });
  });

  it.each(led.map((rule) => [rule.name, rule] as const))(
    '%s: phases that messages lead take the sweep',
    (_, rule) => {
      const period = rule === led[2] ? 1 : 2;
      for (const name of mse) expectSame(rule, networks[name], { period });
    },
  );

  it('where slopes move, from kink to kink', () => {
    const dense = (units: number, activation: string) => ({ type: 'dense', units, activation });
    const layers = [dense(5, 'relu'), dense(4, 'relu'), dense(2, 'linear')];
    const rule = phased(ar, { derivative: 'current' });
    expectSame(rule, { input: [3], layers, loss: 'mse' }, { period: 8 });
  });

  it('cross-entropy', () => {
    const given = networks['odd sizes, cross-entropy'];
    for (const [rule, period] of [
      [moving[0], 8],
      [led[0], 2],
    ] as const)
      expectSame(rule, given, { period });
  });

  // From input to output it takes 3 tau; that much time is left at the end of a cycle, too.
  it.each([
    ['ar', phased(ar), 4 + 7 + 3],
    ['pc', phased(pc, { predictions: 'frozen' }), 4 + 7 + 3],
    // What synapses learn from is said when the relaxation is over, and is under way for half a tau.
    ['ar, feedback learned', phased(ar, { feedback: 'learned' }), 4 + 7 + 0.5 + 3],
    ['bp', phased(bp), 4 + 4 + 3],
    ['dfa, whose errors are under way for half a tau', phased(dfa), 4 + 0.5 + 3],
  ])('over delays: %s', (_, rule, period) => {
    expectSame(rule, networks['five hidden layers'], { period, sweep: 4, delay: 0.5 });
  });
});

describe('answers', () => {
  const live = (rule: PhasedRule, delays: LiveOptions['delays'] = {}) =>
    new LiveSimulator(chain, byHand, { ...options(rule), delays });

  it('are known as soon as a neuron has answered, where messages lead it', () => {
    const simulator = live(phased(ar), { 'layers.0': 0.25, 'layers.1': 0.25 });
    simulator.present({ time: 0, inputs });
    const seen = [0.2, 0.25, 0.5].map((time) => {
      simulator.runThrough(time);
      return ['layers.0', 'layers.1'].map((node) => simulator.answer(node)[0]);
    });
    expect(seen).toEqual([
      [0, 0],
      [4, 0],
      [4, 2.25],
    ]);
  });

  it('stand until the next: what states do after the phase of the answer is none', () => {
    const simulator = live(phased(pc, { predictions: 'frozen' }));
    simulator.present({ time: 0, inputs, targets });
    simulator.runThrough(7.5);
    expect(simulator.answer('layers.1')).toEqual(Float64Array.of(2.25));
  });
});

it('where no phase follows that of the answer, nothing waits for a target: a rule that reads none learns', () => {
  const simulator = new LiveSimulator(chain, byHand, { ...options(phased(oja)), learningRate: 0.01 });
  simulator.present({ time: 0, inputs });
  const weights = [0.5, 1, 2].map((time) => {
    simulator.runThrough(time);
    return simulator.parameters()['layers.0.weight'].data[0];
  });
  // y = 2 + 3 = 5: w += 0.01 y (x - y w)
  const next = 2 + 0.05 * (1 - 5 * 2);
  expect(weights.slice(0, 2)).toEqual([2, expect.closeTo(next, 14)]);
  expect(weights[2]).not.toBe(weights[1]);
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
      'LiveSimulator.rule ar: got node layers.1 with activation sigmoid, expected one of linear, relu',
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
    expect(() => make(phased(bp), { rule: rules.bp })).toThrow(
      'LiveSimulator.rule: got bp, expected a rule of local messages.',
    );
  });
});

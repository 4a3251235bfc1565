import { describe, expect, it } from 'vitest';
import { pc } from '../../src/rules/pc.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { phased } from '../../src/sim/phased.js';
import { fitsPattern, rateOf } from '../../src/sim/rates.js';
import { paperRelaxation as relaxation } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import { tinyRun } from '../lab/runs/runs.js';
import { chain, example } from '../reference/index.js';
import { exact } from './batched/phases/exact.js';
import { problemOf } from './batched/problem.js';

const { network, parameters, batch } = problemOf(example(chain('tanh', 'mse'), 1));
const rates = { learningRate: 0.1, nodeLearningRates: { 'layers.1': 0.4, 'layers.3': 0.025 } };
const of: Readonly<Record<string, number>> = { 'layers.1': 4, 'layers.3': 0.25 };

describe.each(['equilibrium', 'continuous'] as const)('rates of nodes, plasticity %s', (plasticity) => {
  it.each(['events', 'batched'])('multiply what their weights and biases move by, engine %s', (engine) => {
    const rule = phased(pc, { plasticity, steps: plasticity === 'equilibrium' ? 5 : 1, stepSize: 0.25 });
    const moved = (given: object) => {
      const simulator =
        engine === 'events'
          ? new EventSimulator(network, parameters)
          : new BatchedSimulator(network, parameters, exact);
      simulator.train(batch, { rule, relaxation, learningRate: 0.1, ...given });
      const after = simulator.parameters();
      return Object.fromEntries(
        Object.entries(after).map(([name, { data }]) => [
          name,
          Array.from(data, (value, i) => value - parameters[name].data[i]),
        ]),
      );
    };
    const [plain, own] = [moved({}), moved(rates)];
    for (const [name, changes] of Object.entries(own)) {
      const factor = of[name.slice(0, name.lastIndexOf('.'))] ?? 1;
      for (const [i, change] of changes.entries())
        expect(change, name).toBeCloseTo(factor * plain[name][i], 12);
    }
    // While weights move only the outputs are wrong at the first step.
    const moving = plasticity === 'equilibrium' ? ['layers.1.weight', 'layers.3.bias'] : ['layers.3.weight'];
    for (const name of moving) expect(Math.max(...plain[name].map(Math.abs)), name).toBeGreaterThan(1e-6);
  });
});

it('those of feedback weights stay theirs, and else are those of the node', () => {
  expect(rateOf('layers.1.feedback', { ...rates, feedbackLearningRate: 3 })).toBe(3);
  expect(rateOf('layers.1.feedback', rates)).toBe(0.4);
  expect(rateOf('layers.0.weight', { ...rates, feedbackLearningRate: 3 })).toBe(0.1);
});

it('of a node that there is not are refused by name', async () => {
  await expect(tinyRun({ rule: 'bp', nodeLearningRates: { 'layers.2': 1 } })).rejects.toThrow(
    /nodeLearningRates: got "layers\.2", expected one of layers\.0, layers\.1/,
  );
  await expect(tinyRun({ nodeLearningRates: { 'layers.0.feedback': 1 } })).rejects.toThrow(
    /got "layers\.0\.feedback", expected .*a parameter of one that learns, such as layers\.1\.bias/,
  );
  await expect(tinyRun({ nodeLearningRates: { 'h*.bias': 1 } })).rejects.toThrow(/got "h\*\.bias"/);
  await expect(tinyRun({ nodeLearningRates: { 'layers.0': -1 } })).rejects.toThrow('a number of at least 0');
});

describe('the nearest name counts', () => {
  const all = { learningRate: 1, nodeLearningRates: { '*': 2, '*.bias': 3, 'h.bias': 4, h: 5, 'a*': 6 } };
  it.each([
    ['h.bias', 4],
    ['h.weight', 5],
    ['a.bias', 3],
    ['ab.weight', 6],
    ['b.weight', 2],
    ['b.feedback', 2],
  ])('%s', (parameter, rate) => {
    expect(rateOf(parameter, all)).toBe(rate);
  });

  it('of feedback weights their own pattern before the rate of all feedback, and that before their node', () => {
    const rates = { ...all, feedbackLearningRate: 7 };
    expect(rateOf('h.feedback', rates)).toBe(7);
    const own = { ...all.nodeLearningRates, '*.feedback': 8 };
    expect(rateOf('h.feedback', { ...rates, nodeLearningRates: own })).toBe(8);
  });
});

it.each([
  ['*', 'layers.0', true],
  ['*.bias', 'layers.0.bias', true],
  ['layers.*.bias', 'layers.10.bias', true],
  ['layers.*.bias', 'layers.bias', false],
  ['a*a', 'a', false],
  ['a*b*c', 'axbxbc', true],
  ['a*b*c', 'acb', false],
  ['h', 'h', true],
  ['h', 'hh', false],
])('pattern %s and %s', (pattern, name, fits) => {
  expect(fitsPattern(pattern, name)).toBe(fits);
});

it('of parameters move these alone, 0 not at all, under ar on both engines', () => {
  const learned = { rule: rules.ar, relaxation, learningRate: 0.1 };
  const nodeLearningRates = { '*.bias': 0.3, 'layers.1': 0 };
  const ends = [{}, { nodeLearningRates }].map((given) =>
    [new EventSimulator(network, parameters), new BatchedSimulator(network, parameters, exact)].map(
      (simulator) => {
        simulator.train(batch, { ...learned, ...given });
        return simulator.parameters();
      },
    ),
  );
  for (const engine of [0, 1]) {
    for (const [name, { data }] of Object.entries(ends[1][engine])) {
      const factor = name.endsWith('.bias') ? 3 : name === 'layers.1.weight' ? 0 : 1;
      for (const [i, value] of data.entries()) {
        const before = parameters[name].data[i];
        expect(value - before, name).toBeCloseTo(factor * (ends[0][engine][name].data[i] - before), 12);
      }
    }
  }
});

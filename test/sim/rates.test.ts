import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../src/lab/configuration.js';
import { pc } from '../../src/rules/pc.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { phased } from '../../src/sim/phased.js';
import { rateOf } from '../../src/sim/rates.js';
import { paperRelaxation as relaxation } from '../../src/sim/relaxation.js';
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

it('of a node that there is not are refused by name, and where neurons have one rate', async () => {
  await expect(tinyRun({ rule: 'bp', nodeLearningRates: { 'layers.2': 1 } })).rejects.toThrow(
    /nodeLearningRates: got "layers\.2", expected one of layers\.0, layers\.1/,
  );
  const nodeLearningRates = { 'layers.0': 1 };
  expect(() => configurationOf({ rule: 'ar', engine: 'events', nodeLearningRates })).toThrow(
    /nodeLearningRates: got some with rule ar and engine events/,
  );
  expect(() => configurationOf({ rule: 'pc', engine: 'events', nodeLearningRates })).not.toThrow();
});

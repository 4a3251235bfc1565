import { expect, it } from 'vitest';
import { chl } from '../../../../src/rules/chl.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { paperRelaxation as relaxation } from '../../../../src/sim/relaxation.js';
import { backprop, contrastiveHebbian, type Example, example, tangle } from '../../../reference/index.js';
import { numbersOf } from '../problem.js';
import { distance, exact, given, shown, withOwnWeights } from './exact.js';
import { flat, norm } from './vectors.js';

const settledFor = 150;

it('on the event engine is what its equations say: every state at every step, on a graph, both grains', () => {
  const steps = { gamma: 0.5, freeSteps: 5, clampedSteps: 4, stepSize: 0.4 };
  const rule = phased(chl, steps);
  const { problem, reference } = given(tangle('sigmoid', 'mse'), rule);
  for (const grain of ['arbor', 'synapse'] as const) {
    const simulator = new EventSimulator(problem.network, problem.parameters, { grain });
    const relaxed = simulator.relax(problem.batch, { rule, relaxation, record: true });
    expect(distance(relaxed, contrastiveHebbian(...reference, steps)), grain).toBeLessThan(1e-12);
  }
});

it.each([1, 2, 3])('tends to the gradient of backpropagation as gamma, seed %i', (seed) => {
  const layers = ['sigmoid', 'tanh', 'linear'].map((activation, k) => ({
    type: 'dense',
    units: 5 - k,
    activation,
  }));
  const problem: Example = example({ input: [4], layers, loss: 'mse' }, 2, seed);
  const truth = flat(backprop(...problem));
  const off = (gamma: number): number => {
    const rule = phased(chl, { gamma, freeSteps: settledFor, clampedSteps: settledFor, stepSize: 0.5 });
    const { gradient } = shown(withOwnWeights(problem, rule).problem, rule, exact, {}, false);
    const got = flat(numbersOf(gradient));
    return norm(got.map((g, i) => g - truth[i])) / norm(truth);
  };
  const errors = [0.02, 0.002].map(off);
  expect(Math.abs(Math.log10(errors[0] / errors[1]) - 1)).toBeLessThan(0.1);
  expect(errors[1]).toBeLessThan(0.01);
});

import { expect, it } from 'vitest';
import { chl } from '../../../../src/rules/chl.js';
import { phased } from '../../../../src/sim/phased.js';
import { backprop, type Example, example } from '../../../reference/index.js';
import { numbersOf } from '../problem.js';
import { exact, shown, withOwnWeights } from './exact.js';
import { flat, norm } from './vectors.js';

const settledFor = 150;

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

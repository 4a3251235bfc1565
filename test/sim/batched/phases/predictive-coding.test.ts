import { describe, expect, it } from 'vitest';
import { ar } from '../../../../src/rules/ar.js';
import { pc } from '../../../../src/rules/pc.js';
import { phased } from '../../../../src/sim/phased.js';
import type { Relaxed } from '../../../../src/sim/simulator.js';
import {
  backprop,
  chain,
  type Description,
  deviation,
  type Example,
  example,
  tangle,
} from '../../../reference/index.js';
import { numbersOf, type Problem } from '../problem.js';
import { exact, given, shown, withOwnWeights } from './exact.js';
import { angle, flat, largestRise, norm, stateAt } from './vectors.js';

/** How much of its energy a network may keep: of the graph's two outputs and all inputs are held. */
const networks: [string, Description, number][] = [
  ['a chain', chain('tanh', 'mse'), 0.9],
  ['a graph', tangle('softplus', 'mse'), 0.98],
];
const scaled = (gradient: Readonly<Record<string, ArrayLike<number>>>, factor: number) =>
  Object.fromEntries(Object.entries(gradient).map(([name, g]) => [name, Array.from(g, (x) => factor * x)]));

describe.each([1, 2, 3])('predictive coding, seed %i', (seed) => {
  it.each(['post-activation', 'pre-activation'] as const)(
    'never raises its energy with current predictions and small steps: %s',
    (convention) => {
      for (const [name, description, most] of networks) {
        const rule = phased(pc, { convention, steps: 60, stepSize: 0.05, outputVariance: 2 });
        const { problem } = given(description, rule, seed);
        const energies = shown(problem, rule, exact).course.map((frame) => pcEnergy(problem, frame));
        expect(largestRise(energies), name).toBeLessThanOrEqual(0);
        expect(energies[60] / energies[0], name).toBeLessThan(most);
      }
    },
  );

  // Outputs that nobody hears: those that have children are held at their targets here, and relax there.
  const description = chain('tanh', 'mse');
  const hidden = ['layers.0', 'layers.1', 'layers.2'];

  it('with frozen predictions is activation relaxation from zero, step by step, over minus the output variance', () => {
    const steps = { steps: 25, stepSize: 0.2 };
    const frozen = phased(pc, { ...steps, predictions: 'frozen', outputVariance: 3 });
    const { problem } = given(description, frozen, seed);
    const coding = shown(problem, frozen, exact);
    const relaxing = shown(problem, phased(ar, { ...steps, initial: 'zero' }), exact);
    for (let step = 0; step <= 25; step++) {
      const error = stateAt(coding, step, 'e', hidden);
      const x = stateAt(relaxing, step, 'x', hidden);
      const expected = Object.entries(x).map(([name, rows]) => [
        name,
        rows.map((row) => row.map((v) => -v / 3)),
      ]);
      expect(deviation(error, Object.fromEntries(expected), 1), `step ${step}`).toBeLessThan(1e-12);
    }
  });

  it.each(['post-activation', 'pre-activation'] as const)(
    'with frozen predictions settles at the gradient over the output variance: %s',
    (convention) => {
      const rule = phased(pc, {
        convention,
        predictions: 'frozen',
        outputVariance: 3,
        steps: 120,
        stepSize: 0.5,
      });
      const { problem, reference } = given(description, rule, seed);
      const gradient = scaled(numbersOf(shown(problem, rule, exact).gradient), 3);
      const truth = backprop(...reference);
      expect(deviation(gradient, truth, 1)).toBeLessThan(1e-12);
      expect(angle(flat(gradient), flat(truth))).toBeLessThan(1e-3);
    },
  );

  it('comes nearer to backpropagation with the output variance', () => {
    const layers = [12, 10, 4].map((units) => ({ type: 'dense', units, activation: 'tanh' }));
    const wide: Example = example({ input: [8], layers, loss: 'mse' }, 1, seed);
    const truth = flat(backprop(...wide));
    const variances = [1, 10, 100, 1000];
    const gradients = variances.map((outputVariance) => {
      const rule = phased(pc, { outputVariance, steps: 400, stepSize: 0.2 });
      return flat(numbersOf(shown(withOwnWeights(wide, rule).problem, rule, exact, {}, false).gradient));
    });
    const angles = gradients.map((gradient) => angle(gradient, truth));
    for (let k = 1; k < angles.length; k++) expect(angles[k]).toBeLessThan(0.5 * angles[k - 1]);
    expect(angles[2]).toBeLessThan(2);
    expect(Math.abs((1000 * norm(gradients[3])) / norm(truth) - 1)).toBeLessThan(0.01);
  });
});

/** F, the mean over the batch. */
function pcEnergy({ network, batch }: Problem, frame: Relaxed['course'][number]): number {
  let sum = 0;
  for (const name of Object.keys(network.nodes)) {
    const { data } = frame[`${name}.e`];
    data.forEach((e, k) => {
      sum += (e ** 2 * frame[`${name}.precision`].data[k]) / 2;
    });
  }
  return sum / batch.size;
}

import { describe, expect, it } from 'vitest';
import { ep } from '../../../../src/rules/ep.js';
import { phased } from '../../../../src/sim/phased.js';
import {
  chain,
  type Example,
  equilibriumPropagation,
  example,
  hopfieldEnergyAt,
  tangle,
} from '../../../reference/index.js';
import { numbersOf } from '../problem.js';
import { distance, exact, given, shown, withOwnWeights } from './exact.js';
import { flat, largestRise, norm, stateAt } from './vectors.js';

describe.each([1, 2, 3])('equilibrium propagation, seed %i', (seed) => {
  it('does not raise its energy in the free phase, with small steps', () => {
    for (const activation of ['sigmoid', 'linear', 'tanh']) {
      for (const shape of [chain, tangle]) {
        const description = shape(activation, 'mse');
        const rule = phased(ep, { freeSteps: 60, nudgedSteps: 1, stepSize: 0.05 });
        const { problem, reference } = given(description, rule, seed);
        const nodes = Object.keys(problem.network.nodes);
        const relaxed = shown(problem, rule, exact);
        const energies = Array.from({ length: 61 }, (_, step) =>
          hopfieldEnergyAt(...reference, stateAt(relaxed, step, 's', nodes)),
        );
        expect(largestRise(energies), activation).toBeLessThanOrEqual(1e-15);
        expect(energies[60], activation).toBeLessThan(energies[0] - 0.01);
      }
    }
  });

  it('keeps its states from 0 to 1 where they are driven out of there, both ways', () => {
    const [network, params, batch] = example(tangle('linear', 'mse'), 3, seed);
    const strong = Object.entries(params).map(([name, { shape, data }]) => [
      name,
      { shape, data: Array.from(data, (value) => 3 * value) },
    ]);
    const options = { nudging: 'one-sided', beta: 0.5, freeSteps: 6, nudgedSteps: 3, stepSize: 0.5 } as const;
    const driven: Example = [network, Object.fromEntries(strong), batch];
    const rule = phased(ep, options);
    const got = shown(withOwnWeights(driven, rule).problem, rule, exact);
    expect(distance(got, equilibriumPropagation(...driven, options))).toBeLessThan(1e-12);
    const states = Object.values(got.states!).flatMap(({ data }) => [...data]);
    expect([Math.min(...states), Math.max(...states)]).toEqual([0, 1]);
  });

  it('with a random sign is nudged one way or the other, and learns from beta with its sign', () => {
    const { problem, reference } = given(tangle('sigmoid', 'mse'), phased(ep), seed);
    const steps = { beta: 0.25, freeSteps: 4, nudgedSteps: 3, stepSize: 0.4 };
    const rule = phased(ep, { ...steps, nudging: 'random-sign' });
    const signs = new Set<number>();
    for (let update = 0; update < 8; update++) {
      const got = shown(problem, rule, exact, { updates: update });
      const off = [1, -1].map((sign) =>
        distance(
          got,
          equilibriumPropagation(...reference, { ...steps, nudging: 'one-sided', beta: sign * steps.beta }),
        ),
      );
      expect(Math.min(...off)).toBeLessThan(1e-12);
      expect(Math.max(...off)).toBeGreaterThan(1e-3);
      signs.add(off[0] < off[1] ? 1 : -1);
    }
    expect(signs.size).toBe(2);
  });

  it('tends to the gradient as beta, symmetrically nudged as beta squared', () => {
    const problem = smooth(seed);
    const truth = flat(costGradient(problem));
    const off = (nudging: 'one-sided' | 'symmetric', beta: number): number => {
      const rule = phased(ep, { nudging, beta, freeSteps: long, nudgedSteps: long, stepSize: 0.7 });
      const { gradient } = shown(withOwnWeights(problem, rule).problem, rule, exact, {}, false);
      const got = flat(numbersOf(gradient));
      return norm(got.map((g, i) => g - truth[i])) / norm(truth);
    };
    const one = [off('one-sided', 0.1), off('one-sided', 0.01)];
    const both = [off('symmetric', 0.1), off('symmetric', 0.01)];
    expect(Math.abs(Math.log10(one[0] / one[1]) - 1)).toBeLessThan(0.1);
    expect(Math.abs(Math.log10(both[0] / both[1]) - 2)).toBeLessThan(0.15);
    expect(both[1]).toBeLessThan(1e-3);
  });
});

const long = 60;

/** 3-4-2 with sigmoid units that settle between 0 and 1, not at the ends. */
function smooth(seed: number): Example {
  const layers = [4, 2].map((units) => ({ type: 'dense', units, activation: 'sigmoid' }));
  const [network, params, batch] = example({ input: [3], layers, loss: 'mse' }, 1, seed);
  const raised = Object.entries(params).map(([name, { shape, data }]) => [
    name,
    { shape, data: Array.from(data, (value) => (name.endsWith('.bias') ? 2 + value / 2 : value / 2)) },
  ]);
  return [network, Object.fromEntries(raised), batch];
}

/** Central differences of the cost where the network goes freely. */
function costGradient([network, params, batch]: Example): Record<string, number[]> {
  const [target] = batch.targets['layers.1'];
  const costAt = (name: string, index: number, by: number): number => {
    const data = Array.from(params[name].data, (value, i) => (i === index ? value + by : value));
    const moved = { ...params, [name]: { ...params[name], data } };
    const options = {
      nudging: 'one-sided',
      beta: 1,
      freeSteps: long,
      nudgedSteps: 0,
      stepSize: 0.7,
    } as const;
    const { course } = equilibriumPropagation(network, moved, batch, options);
    const [s] = course.free[long]['layers.1.s'];
    return s.reduce((sum, value, i) => sum + (value - target[i]) ** 2 / 2, 0);
  };
  const entries = Object.entries(params).map(([name, { data }]) => [
    name,
    Array.from(data, (_, i) => (costAt(name, i, 1e-4) - costAt(name, i, -1e-4)) / 2e-4),
  ]);
  return Object.fromEntries(entries);
}

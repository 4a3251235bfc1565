import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import type { Relaxed } from '../../src/sim/simulator.js';
import { deviation } from '../reference/index.js';
import { exact } from '../sim/batched/phases/exact.js';
import { numbersOf } from '../sim/batched/problem.js';
import { differences, type GraphProblem, graphProblem } from './problem.js';
import { anyGraph } from './random.js';

function relaxed({ network, parameters, batch }: GraphProblem, rule: 'ar' | 'bp', given: object): Relaxed {
  const simulator = new BatchedSimulator(network, parameters, exact);
  return simulator.relax(batch, { rule: rules[rule], relaxation: relaxationOf(given) });
}

it('in any graph, activities relax to what gives the gradient of finite differences', () => {
  const law = fc.property(anyGraph, fc.nat(1000), (graph, seed) => {
    const problem = graphProblem(graph, seed, 2);
    const got = relaxed(problem, 'ar', { solver: 'equilibrium' });
    const wanted = differences(problem);
    expect(deviation(numbersOf(got.gradient), wanted, 0.1)).toBeLessThan(1e-6);
    const back = relaxed(problem, 'bp', {});
    expect(deviation(numbersOf(back.gradient), numbersOf(got.gradient), 0.1)).toBeLessThan(1e-12);
  });
  fc.assert(law, { seed: 17, numRuns: 80 });
});

it('in any graph, the closed form is what so many Euler steps leave', () => {
  const steps = fc.integer({ min: 0, max: 9 });
  const schedule = fc.constantFrom('synchronous', 'top-down');
  const law = fc.property(anyGraph, steps, schedule, fc.nat(1000), (graph, steps, schedule, seed) => {
    const problem = graphProblem(graph, seed, 2);
    const setting = { steps, stepSize: 0.3, schedule };
    const [closed, stepped] = ['closed-form', 'euler'].map((solver) =>
      relaxed(problem, 'ar', { ...setting, solver }),
    );
    expect(deviation(numbersOf(closed.activity), numbersOf(stepped.activity), 1)).toBeLessThan(1e-12);
    expect(deviation(numbersOf(closed.gradient), numbersOf(stepped.gradient), 1)).toBeLessThan(1e-12);
  });
  fc.assert(law, { seed: 18, numRuns: 100 });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../src/sim/batched/backend.js';
import type { Device } from '../../src/sim/batched/device.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import { loading } from '../backends.js';
import { deviation } from '../reference/index.js';
import { exact } from '../sim/batched/phases/exact.js';
import { graphs } from './networks.js';
import { differences, type GraphProblem, graphProblem } from './problem.js';

const problems = Object.entries(graphs).map(([name, given]) => [name, graphProblem(given)] as const);

function gradient<T>(
  { network, parameters, batch }: GraphProblem,
  device: Device<T>,
  rule: 'ar' | 'bp',
  solver: string,
) {
  const simulator = new BatchedSimulator(network, parameters, device);
  const relaxation = relaxationOf({ solver, steps: 400, stepSize: 0.3 });
  const { gradient } = simulator.relax(batch, { rule: rules[rule], relaxation });
  simulator.dispose();
  return Object.fromEntries(Object.entries(gradient).map(([name, { data }]) => [name, data]));
}

// What is 0 by symmetry (the bias of attention's keys) has no size of its own.
const floor = 0.05;

describe.each(problems)('%s', (_, problem) => {
  let wanted: Record<string, number[]>;
  beforeAll(() => {
    wanted = differences(problem);
  });

  it.each(['ar', 'bp'] as const)('%s gives the gradient of finite differences, in float64', (rule) => {
    expect(deviation(gradient(problem, exact, rule, 'equilibrium'), wanted, floor)).toBeLessThan(1e-8);
  });

  it.each(['closed-form', 'euler'])('relaxation by %s leads there', (solver) => {
    expect(deviation(gradient(problem, exact, 'ar', solver), wanted, floor)).toBeLessThan(1e-8);
  });

  it.each(loading)('on %s it is right to float32', async (backend) => {
    await startBackend(backend);
    for (const rule of ['ar', 'bp'] as const)
      expect(deviation(gradient(problem, tfjs, rule, 'equilibrium'), wanted, floor), rule).toBeLessThan(1e-5);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { randomBatch } from '../../src/lab/agreement.js';
import { initialParameters, type Parameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import type { Device } from '../../src/sim/batched/device.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import type { Batch } from '../../src/sim/simulator.js';
import { loading } from '../backends.js';
import { deviation } from '../reference/index.js';
import { exact } from '../sim/batched/phases/exact.js';
import { activities, asGraph, lossOf, type NaiveGraph } from './naive.js';
import { graphs } from './networks.js';

const problems = Object.entries(graphs).map(([name, description]) => {
  const network = parseNetwork(description);
  const init = initialParameters(network, 3);
  // Biases of 0 would hide where they are added.
  const parameters = Object.fromEntries(
    Object.entries(init).map(([key, { shape, data }]) => [
      key,
      { shape, data: key.endsWith('.bias') ? data.map((_, i) => Math.sin(i + 1) / 3) : data },
    ]),
  );
  const graph = asGraph(network);
  return { name, graph, network, parameters, batch: randomBatch(network, 3, 5) };
});

type Problem = (typeof problems)[number];

function gradient<T>(
  { network, parameters, batch }: Problem,
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

/** Central differences of the mean loss, parameter by parameter. */
function differences({ graph, parameters, batch }: Problem): Record<string, number[]> {
  const entries = Object.entries(parameters).map(([name, { shape, data }]) => {
    const at = (k: number, value: number) => {
      const moved = Float64Array.from(data);
      moved[k] = value;
      return meanLoss(graph, { ...parameters, [name]: { shape, data: moved } }, batch);
    };
    const h = 1e-5;
    return [name, Array.from(data, (p, k) => (at(k, p + h) - at(k, p - h)) / (2 * h))] as const;
  });
  return Object.fromEntries(entries);
}

function meanLoss(graph: NaiveGraph, parameters: Parameters, { inputs, targets, size }: Batch): number {
  const row = (set: Batch['inputs'], s: number) =>
    Object.fromEntries(
      Object.entries(set).map(([name, { data }]) => {
        const units = data.length / size;
        return [name, data.subarray(s * units, (s + 1) * units)];
      }),
    );
  let sum = 0;
  for (let s = 0; s < size; s++)
    sum += lossOf(graph, activities(graph, parameters, row(inputs, s)), row(targets, s));
  return sum / size;
}

// What is 0 by symmetry (the bias of attention's keys) has no size of its own.
const floor = 0.05;

describe.each(problems.map((problem) => [problem.name, problem] as const))('%s', (_, problem) => {
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

import { beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../../../src/network/network.js';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import { type ScheduleName, schedules } from '../../../src/sim/schedules.js';
import { networks } from '../../agreement/networks.js';
import { forReference, randomBatch } from '../../agreement/problems.js';
import { loading } from '../../backends.js';
import { refusal } from '../../network/refusals.js';
import { deviation, equilibrium, forward, train } from '../../reference/index.js';
import { deviations, drawn, referenceCourse } from './agreement.js';
import { numbersOf, type Problem } from './problem.js';

const ways = (['euler', 'closed-form'] as const).flatMap((solver) =>
  (Object.keys(schedules) as ScheduleName[])
    .filter((schedule) => solver === 'euler' || schedules[schedule].family)
    .flatMap((schedule) =>
      (['forward', 'zero'] as const).map((initial) => [solver, schedule, initial] as const),
    ),
);
const tiny = 1e-300;
const rule = rules.ar;

const twice = {
  inputs: { u: [3] },
  nodes: {
    hidden: { type: 'dense', units: 4, activation: 'tanh', from: ['u', 'u'] },
    out: { type: 'dense', units: 2, activation: 'linear', from: ['hidden', 'u', 'hidden'] },
  },
  outputs: { out: { loss: 'mse' } },
} as const;
const shapes = Object.entries({ ...networks, 'the same parent twice': twice });
const simulatorOf = ({ network, parameters }: Problem) => new BatchedSimulator(network, parameters, tfjs);

// Float32 against float64: 6e-8 per rounding, a few tens of which add up in a step and fade with the steps.
describe.each(loading)('the batched engine on %s', (backend) => {
  beforeAll(async () => {
    expect((await startBackend(backend)).name).toBe(backend);
  });

  describe.each(ways)('%s, %s, from %s', (solver, schedule, initial) => {
    it.each(shapes)('relaxes as the reference does, step by step: %s', (_, description) => {
      const { problem, example } = drawn(description, 6);
      const relaxation = relaxationOf({ solver, schedule, initial, steps: 40, stepSize: 0.3 });
      const simulator = simulatorOf(problem);
      const got = simulator.relax(problem.batch, { rule, relaxation, record: true });
      simulator.dispose();
      expect(got.course).toHaveLength(41);
      const far = deviations(got, referenceCourse(example, relaxation));
      for (const [what, value] of Object.entries(far)) expect(value, what).toBeLessThan(1e-5);
    });
  });

  it.each(shapes)('finds the equilibrium: %s', (_, description) => {
    const { problem, example } = drawn(description, 6);
    const relaxation = relaxationOf({ solver: 'equilibrium' });
    const simulator = simulatorOf(problem);
    const got = simulator.relax(problem.batch, { rule, relaxation, record: true });
    simulator.dispose();
    const want = equilibrium(...example);
    expect(deviation(numbersOf(got.activity), want.activity, tiny)).toBeLessThan(1e-5);
    expect(deviation(numbersOf(got.gradient), want.gradient, tiny)).toBeLessThan(1e-5);
    expect(got.course).toEqual([got.activity]);
  });

  it.each(shapes)('sweeps forward, with outputs alone from predict: %s', (_, description) => {
    const { problem, example } = drawn(description, 6);
    const simulator = simulatorOf(problem);
    const relaxed = simulator.relax(problem.batch, { rule, relaxation: relaxationOf({ steps: 0 }) });
    const predicted = simulator.predict(problem.batch.inputs);
    simulator.dispose();
    const [network, parameters, batch] = example;
    const latched = Object.entries(forward(network, parameters, batch.inputs));
    const activity = Object.fromEntries(latched.map(([name, node]) => [name, node.activity]));
    expect(deviation(numbersOf(relaxed.forward), activity, tiny)).toBeLessThan(1e-5);
    const outputs = Object.keys(problem.network.outputs).map((name) => [name, relaxed.forward[name]]);
    expect(predicted).toEqual(Object.fromEntries(outputs));
  });

  it.each(shapes)('trains as the reference does, batch after batch: %s', (_, description) => {
    const { problem, example } = drawn(description, 6);
    const batches = [1, 2, 3].map((seed) => randomBatch(problem.network, 6, seed));
    const euler = { solver: 'euler', schedule: 'synchronous', steps: 10, stepSize: 0.5 } as const;
    const simulator = simulatorOf(problem);
    const losses = batches.map(
      (batch) => simulator.train(batch, { rule, relaxation: relaxationOf(euler), learningRate: 0.1 }).loss,
    );
    const got = simulator.parameters();
    simulator.dispose();
    const [network, parameters] = example;
    const want = train(network, parameters, batches.map(forReference), { ...euler, learningRate: 0.1 });
    const expected = Object.fromEntries(Object.entries(want).map(([name, { data }]) => [name, data]));
    expect(deviation(numbersOf(got), expected, tiny)).toBeLessThan(1e-5);
    expect(losses.every((loss) => loss > 0)).toBe(true);
  });
});

describe('the parameters of a batched simulator', () => {
  beforeAll(async () => {
    await startBackend('wasm');
  });

  const make = () => drawn(networks['skip connection'], 4).problem;

  it('come back as they went in, to the last bit of a float32', () => {
    const problem = make();
    const simulator = simulatorOf(problem);
    const back = simulator.parameters();
    expect(Object.keys(back)).toEqual(Object.keys(problem.parameters));
    for (const [name, { shape, data }] of Object.entries(problem.parameters)) {
      expect(back[name]).toEqual({ shape, data: Float32Array.from(data) });
    }
    simulator.dispose();
  });

  it('relaxing and predicting leave them alone; setting them sets them', () => {
    const problem = make();
    const simulator = simulatorOf(problem);
    const before = simulator.parameters();
    const relaxation = relaxationOf({ steps: 5 });
    const first = simulator.relax(problem.batch, { rule, relaxation });
    simulator.predict(problem.batch.inputs);
    expect(simulator.parameters()).toEqual(before);
    simulator.train(problem.batch, { rule, relaxation, learningRate: 1 });
    expect(simulator.parameters()).not.toEqual(before);
    simulator.setParameters(before);
    expect(simulator.relax(problem.batch, { rule, relaxation })).toEqual(first);
    simulator.dispose();
  });

  it('a learning rate of 0 changes nothing', () => {
    const problem = make();
    const simulator = simulatorOf(problem);
    const before = simulator.parameters();
    simulator.train(problem.batch, { rule, relaxation: relaxationOf({ steps: 5 }), learningRate: 0 });
    expect(simulator.parameters()).toEqual(before);
    simulator.dispose();
  });

  it('another network is refused', () => {
    const { network } = make();
    const other = drawn(networks['no hidden layer'], 4).problem.parameters;
    expect(refusal(() => new BatchedSimulator(network as Network, other, tfjs))).toContain(
      'parameters: got a parameter "layers.0.weight", expected only h1.weight, ',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { stepsToLookAt } from '../../../src/lab/measurements/course.js';
import { measure } from '../../../src/lab/measurements/measure.js';
import type { Measurements } from '../../../src/lab/measurements/row.js';
import { matrix } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation, Simulator } from '../../../src/sim/simulator.js';
import { type Variant, variantOf } from '../../../src/sim/variant.js';
import { batchFor, chainOf, simulatorOf, withTransposedFeedback } from './networks.js';

const network = chainOf([6, 8, 7, 5], 'tanh');
const batch = batchFor(network, 4, 5);
const layers = ['layers.0', 'layers.1', 'layers.2'];
const hidden = ['layers.0', 'layers.1'];

function measured(
  simulator: Simulator,
  variant: Partial<Variant> = {},
  relaxation: Partial<Relaxation> = {},
): Measurements {
  const rule = arVariant(variantOf(variant));
  return measure(simulator, batch, { rule, relaxation: relaxationOf(relaxation) });
}

const numberAt = (row: Measurements, key: string) => row[key] as number;
const listAt = (row: Measurements, key: string) => row[key] as number[];

describe('a network by hand', () => {
  // a1 = 2 x, x1 = a1; a2 = 3 x1, output a2, target 1: with x = 1 the error is 5.
  const simulator = async () => {
    await startBackend('cpu');
    const linear = parseNetwork({
      input: [1],
      layers: [
        { type: 'dense', units: 1, activation: 'linear' },
        { type: 'dense', units: 1, activation: 'linear' },
      ],
      loss: 'mse',
    });
    const parameters = {
      'layers.0.weight': matrix([[2]]),
      'layers.0.bias': { shape: [1], data: Float64Array.of(0) },
      'layers.1.weight': matrix([[3]]),
      'layers.1.bias': { shape: [1], data: Float64Array.of(0) },
    };
    return new BatchedSimulator(linear, parameters, tfjs);
  };
  const one = { size: 1, inputs: { input: matrix([[1]]) }, targets: { 'layers.1': matrix([[1]]) } };

  it('has the norms, errors and angles that come out there', async () => {
    const relaxation = relaxationOf({ steps: 2, stepSize: 0.5 });
    const row = measure(await simulator(), one, { rule: rules.ar, relaxation });
    // The gradient of the hidden activity is 3 * 5 = 15; it goes 2, 8.5, 11.75.
    expect(row.steps).toEqual([0, 1, 2]);
    expect(row['error/layers.0']).toEqual([169, 42.25, 10.5625]);
    expect(row).not.toHaveProperty('error/layers.1');
    expect(row).toMatchObject({
      'norm/forward/layers.0': 2,
      'norm/activity/layers.0': 11.75,
      'norm/forward/layers.1': 6,
      'norm/activity/layers.1': 5,
      'norm/weight/layers.0': 2,
      'norm/update/layers.0': 11.75,
      'norm/update/layers.1': 10,
      'angle/update/layers.0': 0,
      'ratio/update/layers.1': 1,
      'changed/layers.1': 0,
      'shift/layers.1': 0,
    });
    expect(row['ratio/update/layers.0']).toBeCloseTo(11.75 / 15, 12);
    expect(row).not.toHaveProperty('eigenvalue/mean');
    expect(row).not.toHaveProperty('angle/feedback/layers.1');
  });
});

it('is looked at after 1, 2, 5, 10, ... steps, and always at the end', () => {
  expect(stepsToLookAt(100)).toEqual([0, 1, 2, 5, 10, 20, 50, 100]);
  expect(stepsToLookAt(7)).toEqual([0, 1, 2, 5, 7]);
  expect(stepsToLookAt(0)).toEqual([0]);
  expect(stepsToLookAt(2.5)).toEqual([0, 1, 2, 2.5]);
});

describe('the update', () => {
  it('of backpropagation is the true gradient', async () => {
    const simulator = await simulatorOf(network);
    const row = measure(simulator, batch, { rule: rules.bp, relaxation: relaxationOf() });
    for (const name of layers) {
      expect(row).toMatchObject({ [`angle/update/${name}`]: 0, [`ratio/update/${name}`]: 1 });
    }
    expect(Object.keys(row).some((key) => key.startsWith('error/'))).toBe(false);
  });

  it('at equilibrium is the true gradient to float32', async () => {
    const row = measured(await simulatorOf(network), {}, { solver: 'equilibrium' });
    for (const name of layers) expect(row[`angle/update/${name}`]).toBeLessThan(1e-4);
    for (const name of hidden) expect(listAt(row, `error/${name}`)[0]).toBeLessThan(1e-9);
    expect(row.steps).toEqual([null]);
  });

  it('after few steps is not', async () => {
    const row = measured(await simulatorOf(network), {}, { steps: 5 });
    expect(row['angle/update/layers.0']).toBeGreaterThan(1);
    expect(row['angle/update/layers.2']).toBeLessThan(1e-4);
  });
});

describe('feedback weights', () => {
  it('that are the transposed weights are at 0 degrees, and give the standard rule', async () => {
    const simulator = await simulatorOf(network, withTransposedFeedback);
    const row = measured(simulator, { feedback: 'learned' });
    const standard = measured(simulator);
    for (const name of ['layers.1', 'layers.2']) {
      expect(row).toMatchObject({ [`angle/feedback/${name}`]: 0, [`ratio/feedback/${name}`]: 1 });
      expect(standard).not.toHaveProperty(`angle/feedback/${name}`);
    }
    const angle = 'angle/update/layers.0';
    expect(numberAt(row, angle)).toBeCloseTo(numberAt(standard, angle), 3);
  });

  it('that are random are at about 90 degrees', async () => {
    const wide = chainOf([4, 100, 90, 5], 'tanh');
    const rule = arVariant(variantOf({ feedback: 'random' }));
    const row = measure(await simulatorOf(wide), batchFor(wide, 2, 5), { rule, relaxation: relaxationOf() });
    // The cosine of 9,000 random pairs deviates by about 1 / sqrt(9,000): 0.6 degrees.
    expect(Math.abs(numberAt(row, 'angle/feedback/layers.1') - 90)).toBeLessThan(3);
    expect(Math.abs(numberAt(row, 'ratio/feedback/layers.1') - 1)).toBeLessThan(0.05);
    expect(row).not.toHaveProperty('angle/feedback/layers.0');
  });
});

describe('errors', () => {
  it('fall as steps are made, however they are made', async () => {
    const simulator = await simulatorOf(network);
    const closed = measured(simulator);
    expect(closed.steps).toEqual([0, 1, 2, 5, 10, 20, 50, 100]);
    for (const name of hidden) {
      const errors = listAt(closed, `error/${name}`);
      for (let i = 1; i < errors.length; i++) expect(errors[i]).toBeLessThan(errors[i - 1]);
      expect(errors.at(-1)! / errors[0]).toBeLessThan(1e-6);
    }
    const stepped = measured(simulator, {}, { solver: 'euler' });
    // No closed form: steps are made and recorded.
    const recorded = measured(simulator, { derivative: 'none' }, { schedule: 'asynchronous', seed: 1 });
    expect(recorded.steps).toEqual(closed.steps);
    for (const name of hidden) {
      const [a, b] = [closed, stepped].map((row) => listAt(row, `error/${name}`));
      for (let i = 0; i < 6; i++) expect(Math.abs(b[i] / a[i] - 1)).toBeLessThan(1e-3);
    }
  });

  it('are those of the same steps where the closed form is not asked half way', async () => {
    const simulator = await simulatorOf(network);
    const closed = measured(simulator, {}, { stepSize: 1.5, steps: 40 });
    const stepped = measured(simulator, {}, { stepSize: 1.5, steps: 40, solver: 'euler' });
    const [a, b] = [closed, stepped].map((row) => listAt(row, 'error/layers.0'));
    for (let i = 0; i < 3; i++) expect(a[i] / b[i]).toBeCloseTo(1, 4);
  });

  it('fall in continuous time too', async () => {
    const row = measured(await simulatorOf(network), {}, { duration: 2.05 });
    expect(row.steps).toEqual([0, 1, 2, 5, 10, 20, 2.05 / 0.1]);
    const errors = listAt(row, 'error/layers.1');
    for (let i = 1; i < errors.length; i++) expect(errors[i]).toBeLessThan(errors[i - 1]);
  });
});

describe('derivatives', () => {
  it('of linear units never change', async () => {
    const linear = chainOf([6, 8, 7, 5], 'linear');
    const row = measure(await simulatorOf(linear), batch, { rule: rules.ar, relaxation: relaxationOf() });
    for (const name of layers) expect(row).toMatchObject({ [`changed/${name}`]: 0, [`shift/${name}`]: 0 });
  });

  it('change where activities below them move', async () => {
    const row = measured(await simulatorOf(network));
    expect(row).toMatchObject({ 'changed/layers.0': 0, 'shift/layers.0': 0, 'changed/layers.2': 0 });
    expect(row['changed/layers.1']).toBeGreaterThan(0.5);
    expect(row['shift/layers.1']).toBeGreaterThan(0.001);
    const relaxing = measured(await simulatorOf(network), { inputs: 'relaxing' });
    expect(relaxing['changed/layers.0']).toBeGreaterThan(0.5);
  });

  it('have not changed before the first step', async () => {
    const row = measured(await simulatorOf(network), {}, { steps: 0 });
    expect(row).toMatchObject({ 'changed/layers.1': 0, 'shift/layers.1': 0 });
  });
});

it.each([
  {},
  { derivative: 'current', updateDerivative: 'current' },
  { inputs: 'relaxing', bias: 'excluded' },
  { plasticity: 'continuous' },
  { feedback: 'learned', presynaptic: 'current' },
] as Partial<Variant>[])(
  'leaves the parameters of %j alone, and gives JSON that reads back the same',
  async (variant) => {
    const simulator = await simulatorOf(network);
    const before = simulator.parameters();
    const rule = arVariant(variantOf(variant));
    const relaxation = relaxationOf({ steps: 10 });
    const row = measure(simulator, batch, { rule, relaxation, learningRate: 0.01 });
    expect(simulator.parameters()).toEqual(before);
    expect(JSON.parse(JSON.stringify(row))).toEqual(row);
    expect(measure(simulator, batch, { rule, relaxation, learningRate: 0.01 })).toEqual(row);
  },
);

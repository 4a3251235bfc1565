import { describe, expect, it } from 'vitest';
import { driveOf } from '../../../src/lab/measurements/drive.js';
import { relaxedEigenvalues } from '../../../src/lab/measurements/eigenvalue.js';
import { float64 } from '../../../src/lab/measurements/float64.js';
import { type Matrix, matrixOf } from '../../../src/lab/measurements/matrix.js';
import { measure } from '../../../src/lab/measurements/measure.js';
import { largestEigenvalues } from '../../../src/lab/measurements/power-iteration.js';
import { sceneOf } from '../../../src/lab/measurements/scene.js';
import { layOut } from '../../../src/network/layout.js';
import type { Network } from '../../../src/network/network.js';
import { matrix, type Parameters } from '../../../src/network/parameters.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import type { Activities, Batch } from '../../../src/sim/simulator.js';
import { variantOf } from '../../../src/sim/variant.js';
import { batchFor, chainOf, simulatorOf } from './networks.js';

const rule = arVariant(variantOf({ derivative: 'current' }));
const relaxation = relaxationOf({ steps: 200, stepSize: 0.2 });
const bias = (...values: number[]) => ({ shape: [values.length], data: Float64Array.from(values) });

describe('power iteration finds the largest modulus', () => {
  const linear = (a: number[][]) => (state: Matrix) =>
    float64.matMulTransposed(state, matrixOf([a.length, a.length], Float64Array.from(a.flat())));
  const at = (n: number) => matrixOf([2, n], new Float64Array(2 * n).fill(0.3));

  it.each([
    [
      'of a diagonal',
      [
        [3, 0],
        [0, -0.5],
      ],
      3,
    ],
    [
      'of a pair of either sign',
      [
        [2, 0],
        [0, -2],
      ],
      2,
    ],
    [
      'of a complex pair',
      [
        [0, -0.7],
        [0.7, 0],
      ],
      0.7,
    ],
    [
      'of a nilpotent matrix, which is 0',
      [
        [0, 1, 5],
        [0, 0, 2],
        [0, 0, 0],
      ],
      0,
    ],
  ])('%s', (_, a, modulus) => {
    for (const value of largestEigenvalues(linear(a as number[][]), at((a as number[][]).length))) {
      expect(value).toBeCloseTo(modulus as number, 8);
    }
  });

  it('of each sample by itself', () => {
    const field = (x: Matrix) =>
      matrixOf(
        x.shape,
        x.data.map((v, i) => (i + 1) * v),
      );
    const values = largestEigenvalues(field, at(1));
    expect(values[0]).toBeCloseTo(1, 8);
    expect(values[1]).toBeCloseTo(2, 8);
  });
});

it('the drive is where one step of size 1 leads', () => {
  const network = chainOf([3, 4, 5, 2], 'tanh', 'tanh');
  const batch = batchFor(network, 3, 2);
  const parameters = new BatchedSimulator(network, random(network), float64).parameters();
  const simulator = new BatchedSimulator(network, parameters, float64);
  const one = simulator.relax(batch, { rule, relaxation: relaxationOf({ steps: 1, stepSize: 1 }) });
  const { layout, forward, targets } = sceneOf(network, rule, parameters, batch, one);
  const begun = simulator.relax(batch, { rule, relaxation: relaxationOf({ solver: 'euler', steps: 0 }) });
  const { relaxed } = sceneOf(network, rule, parameters, batch, begun);
  const inputs = { input: forward.input };
  const drive = driveOf({ layout, rule, parameters: uploaded(parameters), inputs, targets }).at(relaxed);
  for (const name of ['layers.0', 'layers.1']) {
    const [got, want] = [drive[name].data, one.activity[name].data];
    for (let i = 0; i < got.length; i++) expect(got[i]).toBeCloseTo(want[i], 6);
  }
  expect(Object.keys(drive)).toEqual(['layers.0', 'layers.1']);
});

describe('the eigenvalue of a relaxation', () => {
  it('of two hidden units, by hand', async () => {
    const network = chainOf([1, 1, 1, 1], 'tanh');
    const parameters = {
      'layers.0.weight': matrix([[1]]),
      'layers.0.bias': bias(0),
      'layers.1.weight': matrix([[1.5]]),
      'layers.1.bias': bias(0.5),
      'layers.2.weight': matrix([[0.5]]),
      'layers.2.bias': bias(0),
    };
    const simulator = await simulatorOf(network, () => parameters);
    const batch = { size: 1, inputs: { input: matrix([[0.4]]) }, targets: { 'layers.2': matrix([[1]]) } };
    const row = measure(simulator, batch, { rule, relaxation });
    // The output holds e; x2 = w3 e; x1 = w2 f'(a) x2 with a = w2 x1 + b2. DF = [[w2^2 f''(a) x2, ...], [0, 0]].
    const x2 = 0.5 * (0.5 * Math.tanh(1.5 * Math.tanh(0.4) + 0.5) - 1);
    let x1 = 0;
    for (let i = 0; i < 200; i++) x1 = 1.5 * (1 - Math.tanh(1.5 * x1 + 0.5) ** 2) * x2;
    const y = Math.tanh(1.5 * x1 + 0.5);
    const eigenvalue = Math.abs(1.5 ** 2 * -2 * y * (1 - y * y) * x2);
    expect(eigenvalue).toBeGreaterThan(0.1);
    expect(row['eigenvalue/mean']).toBeCloseTo(eigenvalue, 5);
    expect(row['eigenvalue/max']).toBeCloseTo(eigenvalue, 5);
  });

  it('is that of the Jacobian written out', async () => {
    const network = chainOf([3, 4, 5, 2], 'tanh', 'tanh');
    const batch = batchFor(network, 4, 2);
    const simulator = await simulatorOf(network);
    const parameters = simulator.parameters();
    const relaxed = simulator.relax(batch, { rule, relaxation });
    const values = relaxedEigenvalues(sceneOf(network, rule, parameters, batch, relaxed));
    for (let sample = 0; sample < batch.size; sample++) {
      const want = dominant(jacobian(parameters, batch, relaxed.activity, sample));
      expect(want).toBeGreaterThan(0.01);
      expect(Math.abs(values[sample] / want - 1)).toBeLessThan(0.02);
    }
  });

  it.each([
    ['frozen derivatives', {}, 'tanh'],
    ['no derivatives', { derivative: 'none' }, 'tanh'],
    ['derivatives without slope of their own', { derivative: 'current' }, 'relu'],
  ])('is left out with %s', async (_, variant, activation) => {
    const network = chainOf([3, 4, 5, 2], activation);
    const simulator = await simulatorOf(network);
    const rule = arVariant(variantOf(variant));
    const row = measure(simulator, batchFor(network, 2, 2), { rule, relaxation });
    expect(row).not.toHaveProperty('eigenvalue/max');
  });
});

const uploaded = (parameters: Parameters): Record<string, Matrix> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [name, float64.upload(data, shape)]),
  );

function random(network: Network): Parameters {
  const { nodes } = layOut(network);
  return Object.fromEntries(
    nodes.flatMap(({ name, parameters }) =>
      Object.entries(parameters).map(([key, { shape }]) => {
        const length = shape.reduce((product, n) => product * n, 1);
        const data = Float64Array.from({ length }, (_, i) => Math.fround(Math.sin(3 * i + name.length)));
        return [`${name}.${key}`, { shape, data }];
      }),
    ),
  );
}

/** DF of 3-4-5-2 with tanh everywhere, by finite differences of F written out; state: x1 (4) and x2 (5). */
function jacobian(parameters: Parameters, { inputs, targets }: Batch, activity: Activities, sample: number) {
  const row = (values: { data: ArrayLike<number> }, n: number) =>
    Array.from({ length: n }, (_, i) => values.data[sample * n + i]);
  const layer = (k: number, x: number[]) => {
    const { shape, data } = parameters[`layers.${k}.weight`];
    return Array.from({ length: shape[0] }, (_, i) =>
      x.reduce((sum, v, j) => sum + data[i * shape[1] + j] * v, parameters[`layers.${k}.bias`].data[i]),
    );
  };
  const down = (k: number, message: number[]) => {
    const { shape, data } = parameters[`layers.${k}.weight`];
    return Array.from({ length: shape[1] }, (_, j) =>
      message.reduce((sum, v, i) => sum + data[i * shape[1] + j] * v, 0),
    );
  };
  const slope = (a: number) => 1 - Math.tanh(a) ** 2;
  const forward = [0, 1, 2].reduce((x, k) => layer(k, x).map(Math.tanh), row(inputs.input, 3));
  const error = forward.map((x, i) => x - row(targets['layers.2'], 2)[i]);
  const drive = (state: number[]) => {
    const [x1, x2] = [state.slice(0, 4), state.slice(4)];
    const a2 = layer(1, x1);
    const a3 = layer(2, x2);
    return [
      ...down(
        1,
        x2.map((x, i) => x * slope(a2[i])),
      ),
      ...down(
        2,
        error.map((e, i) => e * slope(a3[i])),
      ),
    ];
  };
  const at = [...row(activity['layers.0'], 4), ...row(activity['layers.1'], 5)];
  const columns = at.map((_, j) => {
    const moved = (by: number) => drive(at.map((x, i) => (i === j ? x + by : x)));
    const [ahead, behind] = [moved(1e-5), moved(-1e-5)];
    return ahead.map((f, i) => (f - behind[i]) / 2e-5);
  });
  return at.map((_, i) => columns.map((column) => column[i]));
}

/** The largest modulus, by a long power iteration. */
function dominant(a: readonly (readonly number[])[]): number {
  let v = a.map((_, i) => Math.cos(i + 1));
  let logarithms = 0;
  for (let k = 0; k < 4000; k++) {
    const next = a.map((row) => row.reduce((sum, x, j) => sum + x * v[j], 0));
    const length = Math.hypot(...next);
    if (k >= 2000) logarithms += Math.log(length);
    v = next.map((x) => x / length);
  }
  return Math.exp(logarithms / 2000);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agrees, comparingRelaxation, randomBatch } from '../../../src/lab/agreement.js';
import { precise } from '../../../src/lab/measurements/float64.js';
import { roundingDevice } from '../../../src/lab/rounding/device.js';
import { type Explained, explaining, isRounding } from '../../../src/lab/rounding/explained.js';
import { atOnce } from '../../../src/lab/turns.js';
import { initialParameters, type Parameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { chl } from '../../../src/rules/chl.js';
import { startBackend } from '../../../src/sim/batched/backend.js';
import type { Device } from '../../../src/sim/batched/device.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { phased } from '../../../src/sim/phased.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import type { AnySimulator, Batch, Presentation } from '../../../src/sim/simulator.js';
import { tried } from '../../backends.js';

interface Scene {
  readonly network: ReturnType<typeof parseNetwork>;
  readonly parameters: Parameters;
  readonly batch: Batch;
}

/** What is past tolerance between a device and the event engine, with where it comes from. */
function past<T>({ network, parameters, batch }: Scene, rule: Presentation['rule'], device: Device<T>) {
  const presentation = {
    rule,
    relaxation: relaxationOf({ solver: 'euler' }),
    learningRate: 1,
    name: 'tried',
  };
  const compare = (one: AnySimulator, other: AnySimulator) =>
    comparingRelaxation(one, other, batch, presentation);
  const events = new EventSimulator(network, parameters, { grain: 'arbor' });
  const rows = atOnce(compare(new BatchedSimulator(network, parameters, device), events));
  const all = atOnce(explaining(rows, { network, parameters }, events, compare));
  return all.filter((row): row is Explained => !agrees(row));
}

describe('rounding by chance', () => {
  it('gives one of the two float32 beside a number, either of them, and leaves what is one', () => {
    const device = roundingDevice(1);
    const rounded = (x: number) => device.affine(device.upload([1], [1]), x, 0).data[0];
    fc.assert(
      fc.property(fc.double({ min: -1e30, max: 1e30, noNaN: true }), (x) => {
        const got = Array.from({ length: 30 }, () => rounded(x));
        const near = Math.fround(x);
        const spacing = Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(Math.abs(near) || 1e-45)) - 23));
        expect(got.every((one) => Math.fround(one) === one && Math.abs(one - x) <= spacing)).toBe(true);
        expect(new Set(got).size).toBe(near === x ? 1 : 2);
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});

const pooled = parseNetwork({
  input: [6, 6],
  layers: [
    { type: 'conv2d', filters: 2, kernel: 3, activation: 'tanh' },
    { type: 'maxPool2d', kernel: 2 },
    { type: 'dense', units: 4, activation: 'tanh' },
    { type: 'dense', units: 3 },
  ],
  loss: 'mse',
});
const scene = {
  network: pooled,
  parameters: initialParameters(pooled, 1),
  batch: randomBatch(pooled, 1, 1),
};
const hebbian = phased(chl, { freeSteps: 20, clampedSteps: 20 });

describe('a difference past tolerance', () => {
  it('is rounding where gradients are small differences of states, and the engines agree in float64', async () => {
    await startBackend(tried);
    const rows = past(scene, hebbian, tfjs);
    expect(rows.map(({ quantity }) => quantity)).toContain('layers.0.weight.grad');
    for (const row of rows) {
      expect(row.quantity).toMatch(/\.grad$/);
      expect(row.float64, row.quantity).toBeLessThan(1e-10);
      expect(row.rounding / row.difference, row.quantity).toBeGreaterThan(0.1);
      expect(isRounding(row), row.quantity).toBe(true);
    }
  });

  it('is none where a device multiplies wrongly', () => {
    const wrong: typeof precise = {
      ...precise,
      matMulTransposed: (a, b) => precise.affine(precise.matMulTransposed(a, b), 1.001, 0),
    };
    const rows = past(scene, hebbian, wrong);
    const states = rows.filter(({ quantity }) => /\.x$/.test(quantity));
    expect(states.length).toBeGreaterThan(0);
    for (const row of states) expect(isRounding(row), row.quantity).toBe(false);
  });

  it('is rounding where that decides which of two is the largest', async () => {
    await startBackend(tried);
    const rows = past(tied(), rules.ar, tfjs);
    expect(rows.map(({ quantity }) => quantity)).toEqual(['a.activity', 'a.weight.grad', 'a.bias.grad']);
    for (const row of rows) {
      expect(row.difference, row.quantity).toBeGreaterThan(0.1);
      expect(isRounding(row), row.quantity).toBe(true);
    }
  });
});

/** Pairs of units that add up the same three products in another order: what rounding leaves is all between them. */
function tied(): Scene {
  const pairs = 8;
  const network = parseNetwork({
    inputs: { x: [3] },
    nodes: {
      a: { type: 'dense', units: 2 * pairs, activation: 'linear', from: ['x'] },
      pairs: { type: 'reshape', shape: [pairs, 2], from: ['a'] },
      larger: { type: 'max', axes: [1], from: ['pairs'] },
      out: { type: 'dense', units: 2, from: ['larger'] },
    },
    outputs: { out: { loss: 'mse' } },
  });
  const parameters = initialParameters(network, 2);
  const { shape, data } = parameters['a.weight'];
  const weight = Float32Array.from(data);
  for (let k = 0; k < pairs; k++) {
    const [p, q, r] = weight.subarray(6 * k, 6 * k + 3);
    weight.set([2 * q, 2 * r, p / 4], 6 * k + 3);
  }
  const x = Math.fround(0.7);
  const batch = {
    size: 1,
    inputs: { x: { shape: [1, 3], data: Float32Array.of(x, 2 * x, 4 * x) } },
    targets: { out: { shape: [1, 2], data: Float32Array.of(1, 0) } },
  };
  return { network, parameters: { ...parameters, 'a.weight': { shape, data: weight } }, batch };
}

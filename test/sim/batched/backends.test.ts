import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import { loading } from '../../backends.js';
import { patternOperations } from '../../graphs/pattern-operations.js';
import { products } from './layer-operations.js';
import { mismatch, randomMatrix, type Matrix as Values } from './matrices.js';
import { trials } from './operations.js';
import type { Trial } from './trial.js';

const shapes = [
  [1, 1],
  [3, 5],
  [7, 53],
  [65, 129],
  // Much wider than high: products are turned round.
  [3, 131],
] as const;
const inners = [49, 53, 97, 200, 785];

/** The orders in which arguments can lie in memory, by their place: all one way, all the other, mixed. */
const orders: Record<string, (place: number) => boolean> = {
  'by rows': () => false,
  'by columns': () => true,
  'first by columns': (place) => place === 0,
  'all but the first by columns': (place) => place > 0,
};

/** The matrix on the device; column by column, as the transpose of its transpose. */
function uploaded({ data, shape }: Values, byColumns: boolean) {
  if (!byColumns || shape.length < 2) return tfjs.upload(data, shape);
  const [rows, columns] = shape;
  const turned = data.map((_, k) => data[(k % rows) * columns + Math.floor(k / rows)]);
  return tfjs.scope(() => [tfjs.transpose(tfjs.upload(turned, [columns, rows]))])[0];
}

/**
 * Runs a trial on the backend as it is, in every order, and checks its result, its arguments and its tensors. Which order
 * is taken depends on what has come before, also before a run was resumed: no bit may depend on it.
 */
function check(trial: Trial): void {
  const some = trial.inputs.length === 1 ? ['by rows', 'by columns'] : Object.keys(orders);
  const [first, ...others] = some.map((order) => checkIn(order, trial));
  for (const [k, other] of others.entries()) {
    const differs = other.findIndex((x, i) => !Object.is(x, first[i]));
    expect(differs, `${trial.operation} ${trial.detail}, ${some[k + 1]}: a bit that is not as by rows`).toBe(
      -1,
    );
  }
}

function checkIn(order: string, { operation, detail, inputs, run, expected }: Trial): Float32Array {
  const live = tfjs.live();
  const tensors = inputs.map((input, place) => uploaded(input, orders[order](place)));
  const [result] = tfjs.scope(() => [run(tfjs, tensors)]);
  const what = `${operation} ${detail}, ${order}`;
  expect(tfjs.shape(result), what).toEqual(expected.shape);
  const values = tfjs.read(result);
  expect(mismatch(values, expected), what).toBeUndefined();
  const changed = tensors.findIndex((tensor, i) => tfjs.read(tensor).some((v, k) => v !== inputs[i].data[k]));
  expect(changed, `${what}: an argument that it wrote to`).toBe(-1);
  tfjs.free([...tensors, result]);
  expect(tfjs.live(), what).toBe(live);
  return values;
}

// What each backend owes to the definition, the two owe each other, twice over.
describe.each(loading)('%s against the definitions', (name) => {
  beforeAll(async () => {
    expect((await startBackend(name)).name).toBe(name);
    expect(tf.getBackend()).toBe(name === 'tfjs-node' ? 'tensorflow' : name);
  });

  it.each(shapes)('every operation at %d x %d', (rows, columns) => {
    for (const trial of trials({ rows, columns, inner: rows + columns }, 31)) check(trial);
  });

  it.each(inners)('products with %d in between, a block of 48 and more', (inner) => {
    for (const [rows, columns] of shapes) {
      for (const trial of products({ rows, columns, inner }, 32)) check(trial);
    }
  });

  it('every operation at any size', () => {
    const size = fc.integer({ min: 1, max: 24 });
    const sizes = fc.record({ rows: size, columns: size, inner: fc.integer({ min: 1, max: 120 }) });
    const law = fc.property(sizes, fc.nat(1000), (drawn, seed) => trials(drawn, seed).forEach(check));
    fc.assert(law, { seed: 33, numRuns: 40 });
  });

  it('far out, nothing overflows that need not', () => {
    const x = tfjs.upload([-800, -30, 0, 30, 800], [1, 5]);
    expect([...tfjs.read(tfjs.softplus(x)).slice(2)]).toEqual([Math.fround(Math.LN2), 30, 800]);
    expect([...tfjs.read(tfjs.sigmoid(x))].map((y) => Math.abs(y) > 1e-12 && y)).toEqual([
      false,
      false,
      0.5,
      1,
      1,
    ]);
    expect([...tfjs.read(tfjs.tanh(x))]).toEqual([-1, -1, 0, 1, 1]);
    const large = tfjs.upload([800, 800, -800, -800], [2, 2]);
    const [up, down] = tfjs.read(tfjs.logSumExp(large));
    expect(up).toBeCloseTo(800 + Math.LN2, 3);
    expect(down).toBeCloseTo(-800 + Math.LN2, 3);
  });

  // TensorFlow takes them for zero: no activity or gradient that is trained with is as small.
  it('numbers too small to be normal stay, or are zero on tfjs-node', () => {
    const tiny = 2 ** -140;
    const x = tfjs.upload([tiny, 4 * tiny], [1, 2]);
    const flushed = name === 'tfjs-node';
    expect([...tfjs.read(tfjs.add(x, x))]).toEqual(flushed ? [0, 0] : [2 * tiny, 8 * tiny]);
    expect([...tfjs.read(tfjs.sqrt(x))]).toEqual(flushed ? [0, 0] : [2 ** -70, 2 ** -69]);
    // And in JavaScript they stay whatever TensorFlow does.
    expect(tiny / 2).toBeGreaterThan(0);
  });

  it('NaN is not lost on the way to the loss', () => {
    const x = tfjs.upload([Number.NaN, 1, 2, 3], [2, 2]);
    for (const operation of ['exp', 'relu', 'tanh', 'sigmoid', 'softplus'] as const) {
      expect(tfjs.read(tfjs[operation](x))[0], operation).toBeNaN();
    }
    expect(tfjs.read(tfjs.matMul(x, tfjs.upload([0, 0, 0, 0], [2, 2])))[0]).toBeNaN();
    expect(tfjs.read(tfjs.sumRows(x))[0]).toBeNaN();
    expect(tfjs.read(tfjs.logSumExp(x))[0]).toBeNaN();
  });
});

describe('the list of trials', () => {
  it('has every operation of the device', () => {
    const memory = [
      'upload',
      'filled',
      'read',
      'settled',
      'shape',
      'scope',
      'again',
      'free',
      'live',
      'deferring',
    ];
    const operations = Object.keys(tfjs).filter((name) => !memory.includes(name));
    const tried = new Set(trials({ rows: 2, columns: 2, inner: 2 }, 1).map(({ operation }) => operation));
    expect([...new Set([...tried, ...patternOperations])].sort()).toEqual(operations.sort());
  });
});

// A bug of the wasm backend (4.22.0, no upstream issue), and why the engine transposes first and adds after.
// When one of these fails, the bug is gone: drop the note in docs/design/batched.md, and these tests.
describe('a fused product with a transpose flag and a bias, on wasm', () => {
  const inner = 97;
  const a = randomMatrix([3, inner], 41);
  const b = randomMatrix([4, inner], 42);
  const bias = [1, 2, 3, 4];

  async function error(backend: string, fused: boolean): Promise<number> {
    await startBackend(backend);
    return tf.tidy(() => {
      const x = tf.tensor2d(a.data, [3, inner]);
      const y = tf.tensor2d(b.data, [4, inner]);
      const row = tf.tensor1d(bias);
      const plain = tf.add(tf.matMul(x, tf.transpose(y)), row);
      const other = fused
        ? tf.fused.matMul({ a: x, b: y, transposeB: true, bias: row })
        : tf.fused.matMul({ a: x, b: tf.transpose(y) as tf.Tensor2D, bias: row });
      return tf.max(tf.abs(tf.sub(other, plain))).dataSync()[0];
    });
  }

  it('is still wrong', async () => {
    expect(await error('wasm', true)).toBeGreaterThan(0.5);
  });

  it('is right without the flag, and right on cpu', async () => {
    expect(await error('wasm', false)).toBeLessThan(1e-3);
    expect(await error('cpu', true)).toBeLessThan(1e-3);
  });
});

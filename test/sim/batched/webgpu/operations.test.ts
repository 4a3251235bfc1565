import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it, vi } from 'vitest';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { onWebgpu } from '../../../webgpu.js';
import { products } from '../layer-operations.js';
import { type Expected, mismatch } from '../matrices.js';
import { trials } from '../operations.js';
import type { Trial } from '../trial.js';

/** What WGSL does not ask to be rounded rightly: an exponential may be off by 3 + 2 |x| roundings. */
const rough = ['exp', 'tanh', 'sigmoid', 'softplus', 'div', 'sqrt', 'logSumExp'];
const roughness = 2e-6;

const owed = ({ operation, expected }: Trial): Expected => ({
  ...expected,
  tolerance: expected.tolerance.map(
    (tolerance, i) =>
      tolerance + (rough.includes(operation) ? roughness * Math.max(1, Math.abs(expected.data[i])) : 0),
  ),
});

/** Runs trials, reads all of it, frees all of it at once, and only then waits. */
async function check(all: readonly Trial[]): Promise<void> {
  const live = tfjs.live();
  const done = all.map((trial) => {
    const tensors = trial.inputs.map(({ data, shape }) => tfjs.upload(data, shape));
    const [result] = tfjs.scope(() => [trial.run(tfjs, tensors)]);
    expect(tfjs.shape(result), trial.operation).toEqual(trial.expected.shape);
    const read = { trial, values: tfjs.read(result), after: tensors.map((tensor) => tfjs.read(tensor)) };
    tfjs.free([...tensors, result]);
    return read;
  });
  await tfjs.settled();
  for (const { trial, values, after } of done) {
    const what = `${trial.operation} ${trial.detail}`;
    expect(mismatch(values, owed(trial)), what).toBeUndefined();
    for (const [i, { data }] of trial.inputs.entries())
      expect(after[i], what).toEqual(Float32Array.from(data));
  }
  expect(tfjs.live()).toBe(live);
}

async function read(tensor: Parameters<typeof tfjs.read>[0]): Promise<number[]> {
  const values = tfjs.read(tensor);
  await tfjs.settled();
  return [...values];
}

onWebgpu('webgpu against the definitions', () => {
  beforeAll(async () => {
    expect((await startBackend('webgpu')).name).toBe('webgpu');
    expect(tf.getBackend()).toBe('webgpu');
  });

  it.each([
    [1, 1],
    [3, 5],
    [7, 53],
  ])('every operation at %d x %d, read while it is freed', async (rows, columns) => {
    await check(trials({ rows, columns, inner: rows + columns }, 31));
  });

  it('products with sums of every length, each added up in one order', async () => {
    const backend = tf.backend() as unknown as { runWebGPUProgram(program: { atomic?: boolean }): unknown };
    const run = vi.spyOn(backend, 'runWebGPUProgram');
    for (const inner of [49, 97, 2001]) await check(products({ rows: 12, columns: 17, inner }, 32));
    expect(run.mock.calls.length).toBeGreaterThan(9);
    expect(run.mock.calls.filter(([program]) => program.atomic)).toEqual([]);
    run.mockRestore();
  });

  it('what was just uploaded has the bits of what was made there', async () => {
    const uploaded = () => tfjs.upload([-3, -0.1, 1, 2.5], [2, 2]);
    const made = tfjs.matMul(uploaded(), tfjs.upload([1, 0, 0, 1], [2, 2]));
    expect(await read(made)).toEqual(await read(uploaded()));
    for (const name of ['exp', 'tanh', 'sigmoid', 'softplus'] as const)
      expect(await read(tfjs[name](uploaded())), name).toEqual(await read(tfjs[name](made)));
  });

  it('NaN is not lost on the way to the loss, and infinity stays what it is', async () => {
    const x = tfjs.upload([Number.NaN, 1, -Infinity, Infinity], [2, 2]);
    const limits = { exp: [0, Infinity], relu: [0, Infinity], tanh: [-1, 1], sigmoid: [0, 1] } as const;
    for (const [name, ends] of Object.entries(limits)) {
      const [nan, , ...far] = await read(tfjs[name as keyof typeof limits](x));
      expect(nan, name).toBeNaN();
      expect(far, name).toEqual(ends);
    }
    expect((await read(tfjs.softplus(x)))[0]).toBeNaN();
    expect((await read(tfjs.matMul(x, tfjs.upload([0, 0, 0, 0], [2, 2]))))[0]).toBeNaN();
    expect((await read(tfjs.sumRows(x)))[0]).toBeNaN();
    expect((await read(tfjs.logSumExp(x)))[0]).toBeNaN();
  });

  it('what was read is a copy, and stays when it is read again', async () => {
    const tensor = tfjs.upload([0.1, -2, 3], [1, 3]);
    const once = tfjs.read(tensor);
    const twice = tfjs.read(tensor);
    await tfjs.settled();
    once[1] = 9;
    expect([...twice]).toEqual([Math.fround(0.1), -2, 3]);
    expect(await read(tensor)).toEqual([...twice]);
    tfjs.free([tensor]);
  });
});

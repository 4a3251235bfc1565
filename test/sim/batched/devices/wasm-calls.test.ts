import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import type { Module, WasmBackend } from '../../../../src/sim/batched/devices/wasm/calls/backend.js';
import { heard } from '../../../../src/sim/batched/devices/wasm/calls/listening.js';
import { type Held, tfjs } from '../../../../src/sim/batched/tfjs.js';
import { trials } from '../operations.js';
import type { Trial } from '../trial.js';

beforeAll(async () => {
  await startBackend('wasm');
});

type Work = (given: readonly Held[]) => Held;

/** What work leaves each time that it comes under one key, and how often it was asked. */
function times(owner: object, key: string, uploads: readonly Trial['inputs'][], work: Work) {
  let asked = 0;
  const answers = uploads.map((inputs) => {
    const given = inputs.map(({ data, shape }) => tfjs.upload(data, shape));
    const { made } = tfjs.scope(() =>
      tfjs.again!(owner, key, given, () => {
        asked++;
        return { made: { answer: work(given) } };
      }),
    );
    const read = [...tfjs.read(made.answer)];
    tfjs.free([...given, made.answer]);
    return read;
  });
  return { answers, asked };
}

const seeds = [1, 20, 40, 60];
const at = (sizes: Parameters<typeof trials>[0]) => seeds.map((seed) => trials(sizes, seed));

describe.each([
  { rows: 5, columns: 7, inner: 3 },
  { rows: 3, columns: 4, inner: 51 },
])('operations taken down, $rows x $columns', (sizes) => {
  const [first] = at(sizes);

  it.each(first.map(({ operation, detail }, k) => [`${operation} ${detail}`, k] as const))(
    '%s: the same bits on other numbers',
    (name, k) => {
      const all = at(sizes).map((list) => list[k]);
      const { run } = all[0];
      const inputs = all.map((trial) => trial.inputs);
      const plain = inputs.map((one) => times({}, name, [one], (given) => run(tfjs, given)).answers.flat());
      const before = tfjs.live();
      const { answers, asked } = times({}, name, inputs, (given) => run(tfjs, given));
      expect(answers).toStrictEqual(plain);
      // A tensor that was given, seen otherwise, and a constant are not made by any call.
      const shares = name.startsWith('transpose ') || name.startsWith('ones ');
      expect(asked).toBe(shares ? 4 : 2);
      expect(tfjs.live()).toBe(before);
    },
  );
});

describe('work taken down', () => {
  const square = (data: readonly number[]) => [{ shape: [2, 2], data: Float32Array.from(data) }];
  const matrices = [1, 2, 3, 4].map((n) => square([n, -n, n + 1, 0.5]));

  it('is asked anew where it reads, each time', () => {
    const { answers, asked } = times({}, 'reads', matrices, ([x]) => tfjs.affine(x, tfjs.read(x)[0], 0));
    expect(answers.map(([one]) => one)).toEqual([1, 4, 9, 16]);
    expect(asked).toBe(4);
  });

  it('has what it uploads, though memory is used for others meanwhile', () => {
    const { answers, asked } = times({}, 'uploads', matrices, ([x]) => {
      const before = tfjs.scope(() => tfjs.mul(x, x));
      tfjs.free([before]);
      const own = tfjs.upload([1, 2, 3, 4], [2, 2]);
      const sum = tfjs.add(own, x);
      tfjs.free([own]);
      return tfjs.mul(tfjs.mul(sum, sum), x);
    });
    expect(answers).toEqual(matrices.map(([{ data }]) => [...data].map((x, k) => (x + k + 1) ** 2 * x)));
    expect(asked).toBe(2);
  });

  it('throws what it throws, and is asked again', () => {
    const owner = {};
    for (let k = 0; k < 4; k++) {
      const failing = () =>
        times(owner, 'throws', matrices.slice(0, 1), ([x]) => {
          tfjs.mul(x, x);
          throw new Error('stop');
        });
      expect(failing).toThrow('stop');
    }
    expect(times(owner, 'throws', matrices.slice(0, 1), ([x]) => tfjs.mul(x, x)).answers[0][0]).toBe(1);
  });

  it('knows one that is given twice from two that are given', () => {
    const owner = {};
    const sum = ([x, y]: readonly Held[]) => tfjs.affine(tfjs.add(x, y), 2, 1);
    const answers = [true, true, true, false, false, true].map((same, k) => {
      const x = tfjs.upload([k, 1], [1, 2]);
      const y = same ? x : tfjs.upload([10, 10], [1, 2]);
      const { made } = tfjs.scope(() =>
        tfjs.again!(owner, 'sum', [x, y], () => ({ made: { answer: sum([x, y]) } })),
      );
      const read = [...tfjs.read(made.answer)];
      tfjs.free([...new Set([x, y, made.answer])]);
      return read;
    });
    expect(answers).toEqual([
      [1, 5],
      [5, 5],
      [9, 5],
      [27, 23],
      [29, 23],
      [21, 5],
    ]);
  });

  it('keeps results apart from what comes later', () => {
    const owner = {};
    const kept = [1, 2, 3, 4, 5].map((n) => {
      const x = tfjs.upload([n, 2 * n], [1, 2]);
      const { made } = tfjs.scope(() =>
        tfjs.again!(owner, 'kept', [x], () => ({ made: { answer: tfjs.mul(x, x) } })),
      );
      tfjs.free([x]);
      return made.answer;
    });
    expect(kept.map((one) => [...tfjs.read(one)])).toEqual([1, 2, 3, 4, 5].map((n) => [n * n, 4 * n * n]));
    tfjs.free(kept);
  });

  it('takes no more memory with ever new keys', () => {
    const { wasm } = heard()!.backend as WasmBackend & { readonly wasm: Module };
    const owners = [{}, {}, {}, {}, {}, {}];
    const x = tfjs.upload(new Float32Array(1024 * 1024), [1024, 1024]);
    const some = (from: number) => {
      for (let k = from; k < from + 40; k++)
        for (let time = 0; time < 2; time++) {
          const work = () => ({ made: { answer: tfjs.mul(tfjs.mul(x, x), x) } });
          const { made } = tfjs.scope(() => tfjs.again!(owners[k % 6], `key ${k}`, [x], work));
          tfjs.free([made.answer]);
        }
      return wasm.HEAPU8.length;
    };
    const before = tf.memory().numTensors;
    const warm = some(0) && some(40);
    expect(some(80)).toBe(warm);
    expect(tf.memory().numTensors).toBe(before);
    tfjs.free([x]);
  });
});

import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { backendLine } from '../../../src/sim/batched/backend.js';
import {
  type Environment,
  nativeOneDnn,
  nativeThreads,
  prepareNative,
} from '../../../src/sim/batched/backends/native-environment.js';
import { firstInstalled } from '../../../src/sim/batched/backends/tfjs-node.js';

describe('what libtensorflow reads on loading', () => {
  it('is one thread without oneDNN', () => {
    const environment: Environment = {};
    prepareNative(environment);
    expect([nativeThreads(environment), nativeOneDnn(environment)]).toEqual([1, false]);
  });

  it('stays as the user has set it', () => {
    const set = { TF_NUM_INTRAOP_THREADS: '2', TF_ENABLE_ONEDNN_OPTS: '1', TF_CPP_MIN_LOG_LEVEL: '0' };
    const environment: Environment = { ...set };
    prepareNative(environment);
    expect(environment).toMatchObject(set);
    expect([nativeThreads(environment), nativeOneDnn(environment)]).toEqual([2, true]);
  });

  it.each(['0', 'all', ''])('means every core where the count is %j', (threads) => {
    expect(nativeThreads({ TF_NUM_INTRAOP_THREADS: threads })).toBe(availableParallelism());
  });
});

describe('the line of a backend', () => {
  const backend = { name: 'tfjs-node', version: '4.22.0', asked: undefined, passedOver: [] } as const;

  it('names the library behind the binding', () => {
    const native = { library: 'TensorFlow 2.21.0', threads: 1, oneDnn: false };
    const line = 'backend tfjs-node 4.22.0 (TensorFlow 2.21.0, 1 thread, oneDNN off)';
    expect(backendLine({ ...backend, native })).toBe(line);
    expect(backendLine({ ...backend, native: { ...native, threads: 2, oneDnn: true } })).toContain(
      '2 threads, oneDNN on',
    );
  });
});

describe('the first package that is installed', () => {
  const missing = (name: string) =>
    Object.assign(new Error(`Cannot find package '${name}'`), { code: 'ERR_MODULE_NOT_FOUND' });
  const load = (found: Record<string, string | Error>) => async (name: string) => {
    const what = found[name] ?? missing(name);
    if (what instanceof Error) throw what;
    return what;
  };

  it('is the next one where the first is missing', async () => {
    expect(await firstInstalled(['a', 'a-gpu'], load({ 'a-gpu': 'gpu' }))).toBe('gpu');
    expect(await firstInstalled(['a', 'a-gpu'], load({ a: 'cpu', 'a-gpu': 'gpu' }))).toBe('cpu');
  });

  it('is not passed over where it does not load, nor where what it needs is missing', async () => {
    for (const error of [new Error('no binary'), missing('b')]) {
      await expect(firstInstalled(['a', 'a-gpu'], load({ a: error, 'a-gpu': 'gpu' }))).rejects.toBe(error);
    }
  });

  it('is missed by the first name', async () => {
    await expect(firstInstalled(['a', 'a-gpu'], load({}))).rejects.toThrow("'a'");
  });
});

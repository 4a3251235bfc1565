import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loading } from '../../../backends.js';

const worker = fileURLToPath(new URL('./hash-worker.ts', import.meta.url));

/** A hash of what a training leaves, in a process of its own: TensorFlow counts its threads when it is loaded. */
async function hashWith(threads: number): Promise<string> {
  const count = { TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: String(threads) };
  const env = { ...process.env, ...count };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', worker], { env });
  return stdout.match(/weights (\w+)/)![1];
}

describe.runIf(loading.includes('tfjs-node'))('the same training on tfjs-node', () => {
  it.each([1, 2])('leaves the same bytes each time, with %d threads', async (threads) => {
    const first = await hashWith(threads);
    expect(await hashWith(threads)).toBe(first);
  });
});

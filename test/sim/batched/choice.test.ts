import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { backendLine, startBackend } from '../../../src/sim/batched/backend.js';
import { refusal } from '../../network/refusals.js';

// Whether the optional package, with its binary, is on this machine.
const native = (await startBackend()).name === 'tfjs-node';

describe('the choice of a backend', () => {
  it.each(['wasm', 'cpu'] as const)('%s is there, and is what runs', async (name) => {
    const backend = await startBackend(name);
    expect(backend).toEqual({ name, version: tf.version_core, asked: name, passedOver: [] });
    expect(tf.getBackend()).toBe(name);
    expect(backendLine(backend)).toBe(`backend ${name} ${tf.version_core}`);
  });

  it.runIf(native)('tfjs-node is taken first where it loads', async () => {
    const backend = await startBackend();
    expect(backend.name).toBe('tfjs-node');
    expect(backend.passedOver).toEqual([]);
    expect(tf.getBackend()).toBe('tensorflow');
  });

  it.skipIf(native).each([['tfjs-node'], [undefined]] as const)(
    'where a run began on %s, and tfjs-node does not load, wasm steps in and says why',
    async (before) => {
      const backend = await startBackend(undefined, before);
      expect(backend.name).toBe('wasm');
      expect(backend.asked).toBe(before);
      expect(backend.passedOver.map(({ name }) => name)).toEqual(['tfjs-node']);
      const [{ reason }] = backend.passedOver;
      expect(reason).toMatch(/^\S.*$/);
      expect(backendLine(backend)).toBe(`backend wasm ${tf.version_core}; not tfjs-node: ${reason}`);
      expect(tf.getBackend()).toBe('wasm');
    },
  );

  it.skipIf(native)('tfjs-node that was asked for, and does not load, is refused', async () => {
    await expect(startBackend('tfjs-node')).rejects.toThrow(
      /^backend: got tfjs-node, which does not load \(.+\), expected one that loads\. Try wasm or cpu\.$/,
    );
  });

  it('webgpu is taken only when it is asked for, and where it does not load says what to install', async () => {
    const answer = await startBackend('webgpu').then(
      ({ name }) => name,
      (error: Error) => error.message,
    );
    expect(answer).toMatch(
      /^webgpu$|^backend: got webgpu, which does not load \((\S+ is not installed: npm install webgpu@.+|no GPU .+)\), expected/,
    );
    const { name, passedOver } = await startBackend();
    expect([name, ...passedOver.map((one) => one.name)]).not.toContain('webgpu');
  });

  it('an unknown one is refused with the nearest', async () => {
    const line = await startBackend('wsam').then(
      () => 'accepted',
      (error) =>
        refusal(() => {
          throw error;
        }),
    );
    expect(line).toBe('backend: got "wsam", expected one of tfjs-node, wasm, cpu, webgpu. Try "wasm".');
  });

  it('a backend starts without a word of its own', async () => {
    const words = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'log'), vi.spyOn(console, 'error')];
    for (const name of ['cpu', 'wasm']) {
      await startBackend(name);
      tf.tidy(() => tf.add([1], [2]).dataSync());
    }
    for (const spy of words) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});

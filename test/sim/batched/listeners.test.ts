import { expect, it } from 'vitest';
import { startBackend } from '../../../src/sim/batched/backend.js';

it('the wasm backend leaves no listener on the errors of the process', async () => {
  const count = () =>
    process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
  const before = count();
  expect((await startBackend('wasm')).name).toBe('wasm');
  expect(count()).toBe(before);
});

import { backends, onlyAsked, startBackend } from '../src/sim/batched/backend.js';

/** What tests of one backend run on: vitest.config.ts has them on wasm, and again on tfjs-node where that loads. */
export const tried = process.env.RELAXON_TRIED_BACKEND ?? 'wasm';

/** Every backend that is taken without being asked for and loads here, best first. */
export const loading: readonly string[] = await findLoading();

/** Those that people train on. */
export const fast = loading.filter((name) => name !== 'cpu');

async function findLoading(): Promise<string[]> {
  const found: string[] = [];
  for (const name of Object.keys(backends)) {
    if (name in onlyAsked) continue;
    try {
      await startBackend(name);
      found.push(name);
    } catch (error) {
      console.log(`backend ${name} is not tried here: ${(error as Error).message}`);
    }
  }
  return found;
}

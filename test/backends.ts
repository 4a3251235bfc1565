import { backends, startBackend } from '../src/sim/batched/backend.js';

/** Every backend that loads here, best first. */
export const loading: readonly string[] = await findLoading();

/** Those that people train on. */
export const fast = loading.filter((name) => name !== 'cpu');

async function findLoading(): Promise<string[]> {
  const found: string[] = [];
  for (const name of Object.keys(backends)) {
    try {
      await startBackend(name);
      found.push(name);
    } catch (error) {
      console.log(`backend ${name} is not tried here: ${(error as Error).message}`);
    }
  }
  return found;
}

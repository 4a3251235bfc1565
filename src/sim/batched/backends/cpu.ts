import * as tf from '@tensorflow/tfjs-core';
import type { Loaded } from './loaded.js';

/** Plain JavaScript: slow, and right. */
export async function loadCpu(): Promise<Loaded> {
  const { version_cpu } = await import('@tensorflow/tfjs-backend-cpu');
  if (!(await tf.setBackend('cpu'))) throw new Error('it did not register');
  await tf.ready();
  // On its first use it would advertise tfjs-node; which backend runs and why is for `backendLine` to say.
  (tf.backend() as { firstUse?: boolean }).firstUse = false;
  return { version: version_cpu };
}

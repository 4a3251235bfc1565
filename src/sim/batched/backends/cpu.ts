import * as tf from '@tensorflow/tfjs-core';

/** Plain JavaScript: slow, and right. */
export async function loadCpu(): Promise<string> {
  const { version_cpu } = await import('@tensorflow/tfjs-backend-cpu');
  if (!(await tf.setBackend('cpu'))) throw new Error('it did not register');
  await tf.ready();
  return version_cpu;
}

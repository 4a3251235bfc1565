import * as tf from '@tensorflow/tfjs-core';

/** The WebAssembly backend with SIMD, one thread. */
export async function loadWasm(): Promise<string> {
  const { version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend('wasm'))) throw new Error('its WebAssembly module did not start');
  await tf.ready();
  return version_wasm;
}

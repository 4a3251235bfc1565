import * as tf from '@tensorflow/tfjs-core';
import type { Loaded } from './loaded.js';

const fatal = ['uncaughtException', 'unhandledRejection'];

/** The WebAssembly backend with SIMD, one thread. */
export async function loadWasm(): Promise<Loaded> {
  const before = fatal.map((event) => process.rawListeners(event));
  const { version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend('wasm'))) throw new Error('its WebAssembly module did not start');
  await tf.ready();
  // It listens for every unforeseen error, only to throw it again from its own minified source.
  for (const [i, event] of fatal.entries()) {
    for (const listener of process.rawListeners(event)) {
      if (!before[i].includes(listener)) process.off(event, listener as () => void);
    }
  }
  return { version: version_wasm };
}

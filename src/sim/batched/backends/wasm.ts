import * as tf from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../devices/wasm/calls/backend.js';
import { hear, hearKernels } from '../devices/wasm/calls/listening.js';
import { registerOwnKernels } from '../devices/wasm/own/own-kernels.js';
import type { Loaded } from './loaded.js';

const fatal = ['uncaughtException', 'unhandledRejection'];

/** The WebAssembly backend with SIMD, one thread. */
export async function loadWasm(): Promise<Loaded> {
  const before = fatal.map((event) => process.rawListeners(event));
  const { version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
  if (!(await listening()())) throw new Error('its WebAssembly module did not start');
  await tf.ready();
  // It listens for every unforeseen error, only to throw it again from its own minified source.
  for (const [i, event] of fatal.entries()) {
    for (const listener of process.rawListeners(event)) {
      if (!before[i].includes(listener)) process.off(event, listener as () => void);
    }
  }
  return { version: version_wasm };
}

/** @returns what starts it, with its calls heard; what has started in this process is heard already, or not at all */
function listening(): () => Promise<boolean> {
  const start = async () => {
    const started = await tf.setBackend('wasm');
    registerOwnKernels();
    return started;
  };
  const make = tf.findBackendFactory('wasm') as unknown as (() => Promise<WasmBackend>) | null;
  if (tf.engine().registry.wasm || !make) return start;
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', async () => hear(await make()) as unknown as tf.KernelBackend);
  return async () => {
    const started = await start();
    hearKernels();
    return started;
  };
}

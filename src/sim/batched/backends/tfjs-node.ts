import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { deferCalls } from '../devices/native/session/install.js';
import type { Loaded, NativeLibrary } from './loaded.js';
import { nativeOneDnn, nativeThreads, prepareNative } from './native-environment.js';

// Names the compiler does not follow: the packages are optional and may be missing, or be there without their binary.
const packages: readonly string[] = ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'];

interface Package {
  readonly version: Record<string, string>;
}

let started: NativeLibrary | undefined;

/** libtensorflow, through @tensorflow/tfjs-node or, where only that is there, @tensorflow/tfjs-node-gpu (both optional). */
export async function loadTfjsNode(threads?: number, convolves?: boolean): Promise<Loaded> {
  restoreIsNullOrUndefined();
  if (!started) prepareNative(process.env, threads, convolves);
  const { version } = await firstInstalled(packages, (name) => import(name) as Promise<Package>);
  if (!(await tf.setBackend('tensorflow'))) throw new Error('its native binding did not start');
  await tf.ready();
  if (!started) deferCalls(nativeOneDnn(process.env));
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  // It counts its threads once in a process.
  started ??= {
    library: `TensorFlow ${binding.TF_Version}`,
    threads: nativeThreads(process.env),
    oneDnn: nativeOneDnn(process.env),
  };
  return { version: version['tfjs-node'] ?? version.tfjs, native: started };
}

/**
 * The first package that is installed. One that is there and does not load is not passed over.
 * @throws the first package's error where none is installed; an installed one's own where it does not load
 */
export async function firstInstalled<T>(
  names: readonly string[],
  load: (name: string) => Promise<T>,
): Promise<T> {
  let missing: unknown;
  for (const name of names) {
    try {
      return await load(name);
    } catch (error) {
      if (!isMissing(name, error)) throw error;
      missing ??= error;
    }
  }
  throw missing;
}

function isMissing(name: string, error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === 'ERR_MODULE_NOT_FOUND' && String(message).includes(`'${name}'`);
}

// tfjs-node 4.22 calls util.isNullOrUndefined, which Node 23 removed (tfjs issue 8609).
function restoreIsNullOrUndefined(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
}

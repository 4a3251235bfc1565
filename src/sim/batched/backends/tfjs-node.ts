import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';

// A name the compiler does not follow: the package is optional and may be missing, or be there without its binary.
const packageName: string = '@tensorflow/tfjs-node';

/** libtensorflow, through @tensorflow/tfjs-node (optional). */
export async function loadTfjsNode(): Promise<string> {
  restoreIsNullOrUndefined();
  const { version } = (await import(packageName)) as { version: Record<string, string> };
  if (!(await tf.setBackend('tensorflow'))) throw new Error('its native binding did not start');
  await tf.ready();
  return version['tfjs-node'] ?? version.tfjs;
}

// tfjs-node 4.22 calls util.isNullOrUndefined, which Node 23 removed (tfjs issue 8609).
function restoreIsNullOrUndefined(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
}

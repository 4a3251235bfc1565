import * as tf from '@tensorflow/tfjs-core';
import { kernel } from '../kernel.js';
import type { WasmBackend } from './calls/backend.js';
import type { Order } from './matrix.js';

const name = 'RelaxonPick';

interface Attributes {
  readonly columns: Int32Array;
  readonly order: Order;
}

/** Columns by their numbers, of a matrix in one order; zeros where that is -1. The backend's own looks for each number's place anew. */
export const pick = (x: tf.Tensor, columns: Int32Array, order: Order): tf.Tensor =>
  kernel(name, { x }, { columns, order } satisfies Attributes as unknown as tf.NamedAttrMap);

/** Before kernels are heard. */
export function registerPick(): void {
  if (!tf.getKernel(name, 'wasm')) tf.registerKernel({ kernelName: name, backendName: 'wasm', kernelFunc });
}

function kernelFunc({ inputs, attrs, backend: some }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo {
  const backend = some as WasmBackend;
  const { x } = inputs as { readonly x: tf.TensorInfo };
  const { columns, order } = attrs as unknown as Attributes;
  const [first, second] = x.shape;
  const across = order === 'rowMajor';
  // Memory may move when there is more of it.
  const out = backend.makeOutput(across ? [first, columns.length] : [columns.length, second], 'float32');
  const from = backend.typedArrayFromHeap(x) as Float32Array;
  const to = backend.typedArrayFromHeap(out) as Float32Array;
  if (across) pickAcross(from, second, to, columns);
  else pickDown(from, second, to, columns);
  return out;
}

function pickAcross(from: Float32Array, width: number, to: Float32Array, columns: Int32Array): void {
  const { length } = columns;
  for (let row = 0, k = 0; k < to.length; row += width)
    for (let j = 0; j < length; j++, k++) to[k] = columns[j] < 0 ? 0 : from[row + columns[j]];
}

function pickDown(from: Float32Array, width: number, to: Float32Array, columns: Int32Array): void {
  for (let j = 0, k = 0; j < columns.length; j++) {
    const start = columns[j] * width;
    for (let i = 0; i < width; i++, k++) to[k] = start < 0 ? 0 : from[start + i];
  }
}

import * as tf from '@tensorflow/tfjs-core';
import { kernel } from '../../kernel.js';
import type { WasmBackend } from '../calls/backend.js';

/** A kernel in JavaScript, on the memory of the backend: where its own is slower. */
export interface OwnKernel<A> {
  /** As the backend has it. */
  readonly name: string;
  /** Of what it makes. */
  shape(from: readonly number[], attributes: A): number[];
  run(from: Float32Array, to: Float32Array, attributes: A, shape: readonly number[]): void;
}

export const runOwn = <A>({ name }: OwnKernel<A>, x: tf.Tensor, attributes: A): tf.Tensor =>
  kernel(name, { x }, attributes as unknown as tf.NamedAttrMap);

/** Has the backend know it, once. Before kernels are heard. */
export function registerOwn(own: OwnKernel<unknown>): void {
  const { name: kernelName, shape } = own;
  if (tf.getKernel(kernelName, 'wasm')) return;
  tf.registerKernel({
    ...{ kernelName, backendName: 'wasm' },
    kernelFunc: (asked) => {
      const { x } = asked.inputs as { readonly x: tf.TensorInfo };
      const out = (asked.backend as WasmBackend).makeOutput(shape(x.shape, asked.attrs), 'float32');
      runInto(own, asked, out);
      return out;
    },
  });
}

/** Runs it into a tensor that is there. */
export function runInto(
  own: OwnKernel<unknown>,
  { inputs, attrs, backend: some }: Parameters<tf.KernelFunc>[0],
  out: tf.TensorInfo,
): void {
  const backend = some as WasmBackend;
  const { x } = inputs as { readonly x: tf.TensorInfo };
  // Memory may have moved since any other view of it.
  const [from, to] = [x, out].map((info) => backend.typedArrayFromHeap(info) as Float32Array);
  own.run(from, to, attrs, x.shape);
}

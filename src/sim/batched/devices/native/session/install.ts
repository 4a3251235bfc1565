import * as tf from '@tensorflow/tfjs-core';
import type { Binding, Calls } from './binding.js';
import { Deferring } from './deferring.js';
import type { Policy } from './programs.js';

// The backend is one for a process, whatever copies of this program are loaded into it.
const key: unique symbol = Symbol.for('relaxon.deferring') as never;

/** What tfjs-node's backend has beside what every backend has. */
interface NativeBackend {
  binding: Binding;
  readonly isUsingGpuDevice: boolean;
  [key]?: Deferring;
  readonly tensorMap: { get(data: object): { readonly id: number; readonly values: Float32Array | null } };
}

const backend = () => tf.backend() as unknown as NativeBackend;

/** To make a program takes as long as it saves in some forty minibatches. */
const bySavings: Policy = { patience: 40, mostSteps: Infinity };

/**
 * Where oneDNN is on, a session's graph is laid out for it, and last bits are others than those of single calls. So that a run
 * that is gone on with has the bits of one that was not interrupted, it depends on the operations alone who gets a program.
 */
const byOperations: Policy = { patience: 0, mostSteps: 512 };

/** Has calls of the backend that runs put off while scopes last. On a GPU results would come back with each session: not there. */
export function deferCalls(oneDnn: boolean): void {
  const native = backend();
  const { binding } = native;
  if (native.isUsingGpuDevice || native[key]) return;
  const deferring = new Deferring(binding, oneDnn ? byOperations : bySavings);
  native[key] = deferring;
  // What the binding has may not be written over.
  const own = (name: keyof Calls): PropertyDescriptor => ({ value: deferring[name].bind(deferring) });
  native.binding = Object.create(binding, {
    createTensor: own('createTensor'),
    deleteTensor: own('deleteTensor'),
    tensorDataSync: own('tensorDataSync'),
    executeOp: own('executeOp'),
  });
}

/** Where calls are put off, what does so. */
export const deferringCalls = (): Deferring | undefined => backend()[key];

/** Has operations get a program when they have come so often: at once with 0, never with Infinity. */
export function usePatience(patience: number): void {
  const deferring = backend()[key];
  if (deferring) deferring.policy = { ...bySavings, patience };
}

/** Runs `work`; what it asks TensorFlow for is there once the outermost scope has ended. */
export function inScope<R>(work: () => R): R {
  const deferring = backend()[key];
  return deferring ? deferring.scope(work) : work();
}

/** A tensor's values: within a scope they are there once the outermost has ended. */
export function readLater(tensor: tf.Tensor): Float32Array {
  const native = backend();
  const deferring = native[key];
  const { id, values } = native.tensorMap.get(tensor.dataId);
  if (!deferring || values !== null) return (tensor.dataSync() as Float32Array).slice();
  return deferring.read(id);
}

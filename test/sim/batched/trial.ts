import type { Device } from '../../../src/sim/batched/device.js';
import type { Expected, Matrix } from './matrices.js';

/** One use of one operation of the device interface, and what its definition says must come out. */
export interface Trial {
  readonly operation: keyof Device<unknown>;
  readonly detail: string;
  readonly inputs: readonly Matrix[];
  run<T>(m: Device<T>, tensors: readonly T[]): T;
  readonly expected: Expected;
}

/** Sizes of a trial: `rows` by `columns`, with `inner` in between for products. */
export interface Sizes {
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

import * as tf from '@tensorflow/tfjs-core';
import { kernel } from '../kernel.js';

/** Which numbers of a matrix lie side by side in memory: those of a row, or those of a column. */
export type Order = 'rowMajor' | 'columnMajor';

const orders: readonly Order[] = ['rowMajor', 'columnMajor'];

/**
 * A matrix on the device (or a vector [n], row-major), in one order or both. The other order is made when it is asked
 * for, and remembered until the scope ends that it was made in. A transpose is the same numbers, and costs nothing.
 */
export class Matrix {
  private constructor(
    private rowMajor: tf.Tensor | undefined,
    private columnMajor: tf.Tensor | undefined,
  ) {}

  /** @param tensor [rows, columns] if row-major, [columns, rows] if column-major */
  static of(order: Order, tensor: tf.Tensor): Matrix {
    return order === 'rowMajor' ? new Matrix(tensor, undefined) : new Matrix(undefined, tensor);
  }

  /** The same numbers in one order or both. */
  static ofBoth(tensors: Readonly<Partial<Record<Order, tf.Tensor>>>): Matrix {
    return new Matrix(tensors.rowMajor, tensors.columnMajor);
  }

  /** In which orders it lies there. */
  get orders(): readonly Order[] {
    return orders.filter((order) => this.has(order));
  }

  /** What there is of it on the device. */
  get tensors(): tf.Tensor[] {
    return this.orders.map((order) => this.in(order));
  }

  get shape(): readonly number[] {
    if (this.rowMajor) return this.rowMajor.shape;
    const [columns, rows] = this.columnMajor!.shape;
    return [rows, columns];
  }

  /** Shares its memory: whoever frees one frees both. */
  get transpose(): Matrix {
    return new Matrix(this.columnMajor, this.rowMajor);
  }

  /** Whether it lies there in this order already. */
  has(order: Order): boolean {
    const tensor = this[order];
    return tensor !== undefined && !tensor.isDisposed;
  }

  in(order: Order): tf.Tensor {
    if (!this.has(order)) this[order] = kernel(tf.Transpose, { x: this[other(order)]! }, { perm: [1, 0] });
    return this[order]!;
  }
}

/** The order that takes no transposing, or little: one that all have, else that of the first. */
export function commonOrder(matrices: readonly Matrix[]): Order {
  if (matrices.every((matrix) => matrix.has('columnMajor'))) return 'columnMajor';
  if (matrices.every((matrix) => matrix.has('rowMajor'))) return 'rowMajor';
  return matrices[0].has('rowMajor') ? 'rowMajor' : 'columnMajor';
}

const other = (order: Order): Order => (order === 'rowMajor' ? 'columnMajor' : 'rowMajor');

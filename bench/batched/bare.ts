import { randomStream } from '../../src/math/random.js';
import type { Device } from '../../src/sim/batched/device.js';
import type { Product } from './counting.js';

/**
 * Sets of operands to multiply. Where a set comes to lie can make the same products take twice as long, for as long as the
 * process lives: the fastest of several is what the backend can do.
 */
export const bareSets = ['bare 1', 'bare 2', 'bare 3'] as const;

/**
 * Bare matrix products of the given sizes on the device, operands already there, nothing transposed.
 * @returns does all of them once, and waits for the last
 */
export function bareProducts<T>(device: Device<T>, products: readonly Product[]): () => void {
  const random = randomStream(1, 'operands');
  const operand = (rows: number, columns: number) =>
    device.upload(
      Float32Array.from({ length: rows * columns }, () => random.uniform() - 0.5),
      [rows, columns],
    );
  const operands = products.map(([rows, inner, columns]) => [operand(rows, inner), operand(inner, columns)]);
  return () => {
    let last: T | undefined;
    for (const [a, b] of operands) {
      if (last !== undefined) device.free([last]);
      last = device.matMul(a, b);
    }
    if (last === undefined) return;
    device.read(last);
    device.free([last]);
  };
}

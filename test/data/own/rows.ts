import { randomStream } from '../../../src/math/random.js';

/** Rows of three numbers around a corner for each of three kinds, as a CSV file. */
export function clusters(count = 90, seed = 1): string {
  const random = randomStream(seed, 'clusters');
  const kinds = ['setosa', 'versicolor', 'virginica'];
  const rows = Array.from({ length: count }, (_, i) => {
    const kind = i % 3;
    const numbers = [0, 1, 2].map((k) => (random.normal() + (k === kind ? 4 : 0)).toFixed(3));
    return [...numbers, kinds[kind]].join(',');
  });
  return `${['length,width,depth,kind', ...rows].join('\n')}\n`;
}

/** A sine over [-3, 3], as a CSV file with semicolons. */
export function sine(count = 120): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const x = -3 + (6 * i) / (count - 1);
    return `${x};${10 * Math.sin(x)}`;
  });
  return `${['x;y', ...rows].join('\r\n')}\r\n`;
}

/** A .npy file: an array in NumPy's format, version 1. */
export function npyBytes(
  descr: string,
  shape: readonly number[],
  data: ArrayBufferView,
  fortran = false,
): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const fields = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  const header = `${fields.padEnd(117, ' ')}\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  const body = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return Uint8Array.from(Buffer.concat([start, Buffer.from(header), body]));
}

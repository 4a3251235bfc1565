import type { PredictionFormat } from '../predictions.js';

/** One array of NumPy, [samples, units]: the outputs (NEP 1, version 1.0: the header is padded so that data start at a multiple of 64). */
export const npy: PredictionFormat = {
  about: 'a NumPy array of the outputs',
  refusal: ({ outputs, activities }) => {
    if (activities) return 'activities, with an array that holds outputs only';
    const count = Object.keys(outputs).length;
    return count > 1 ? `${count} outputs, with a file of one array` : undefined;
  },
  encode: ({ outputs }) => {
    const [{ shape, data }] = Object.values(outputs);
    const type = data instanceof Float32Array ? '<f4' : '<f8';
    const fields = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
    const length = Math.ceil((10 + fields.length + 1) / 64) * 64 - 10;
    const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
    const numbers = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return Buffer.concat([start, Buffer.from(`${fields.padEnd(length - 1)}\n`), numbers]);
  },
};

import { basename, dirname, join } from 'node:path';
import { refuse } from '../../../errors.js';
import type { Content } from '../../idx.js';
import { type ArrayNumbers, type NumberArray, sizeOf } from '../array.js';
import { columnSamples, pairedSamples } from '../arrays.js';
import { inOrder } from '../bytes.js';
import type { Format } from './format.js';

/** Arrays in the form of MNIST (Y. LeCun, C. Cortes, C. Burges), of any of its types; targets are in a file of their own. */
export const idx: Format = {
  about: 'IDX',
  endings: ['idx', 'idx1', 'idx2', 'idx3', 'idx4', 'ubyte'],
  starts: ([a, b, type, rank]) => a === 0 && b === 0 && type in types && rank > 0,
  targetFile: { guess: labelsBeside },
  read: (content, { targetFile, targets, ...asked }) => {
    const array = readArray(content);
    const table = !targetFile && (targets || asked.inputColumns !== undefined);
    const samples = table
      ? columnSamples(array, asked, targets)
      : pairedSamples(array, targetFile && readArray(targetFile));
    return { samples, notes: [] };
  },
};

/** train-labels-idx1-ubyte for train-images-idx3-ubyte. */
function labelsBeside(path: string): string | undefined {
  const name = basename(path);
  const labels = name.replace('images', 'labels').replace(/idx\d/, 'idx1');
  return name.includes('images') ? join(dirname(path), labels) : undefined;
}

const types: Readonly<Record<number, { readonly bytes: number; of(buffer: ArrayBuffer): ArrayNumbers }>> = {
  8: { bytes: 1, of: (buffer) => new Uint8Array(buffer) },
  9: { bytes: 1, of: (buffer) => new Int8Array(buffer) },
  11: { bytes: 2, of: (buffer) => new Int16Array(buffer) },
  12: { bytes: 4, of: (buffer) => new Int32Array(buffer) },
  13: { bytes: 4, of: (buffer) => new Float32Array(buffer) },
  14: { bytes: 8, of: (buffer) => new Float64Array(buffer) },
};

function readArray({ file, bytes }: Content): NumberArray {
  const [a, b, code, rank] = bytes;
  const type = a === 0 && b === 0 ? types[code] : undefined;
  const start = 4 + 4 * rank;
  if (!type || !(rank > 0) || bytes.length < start) {
    const got =
      bytes.length === 0
        ? 'an empty file'
        : `a file that starts with ${Buffer.from(bytes.subarray(0, 4)).toString('hex')}`;
    return refuse({
      where: file,
      got,
      expected: 'an IDX file: 0000, a type 08 to 0e, the number of axes, each of them',
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const size = start + sizeOf(shape) * type.bytes;
  if (bytes.length !== size)
    refuse({
      where: file,
      got: `${bytes.length} bytes`,
      expected: `${size} for ${shape.join(' x ')} numbers`,
      hint: 'fetching the file again',
    });
  const body = bytes.subarray(start);
  return {
    where: file,
    shape,
    data: type.bytes === 1 && code === 8 ? body : type.of(inOrder(body, type.bytes, false)),
  };
}

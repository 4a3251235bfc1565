import { deflateSync } from 'node:zlib';
import { readCifar } from '../../src/data/cifar.js';
import type { ClassSplit } from '../../src/data/dataset.js';
import type { Content } from '../../src/data/idx.js';
import { type MatArray, readMat } from '../../src/data/mat/mat.js';
import { readTar } from '../../src/data/tar.js';
import { joined, mutateBytes } from '../mutate/bytes.js';
import { expect, type MakeTarget, type Target } from '../target.js';

const content = (bytes: Uint8Array): Content => ({ file: 'file', bytes });
const bytesUpTo = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 37) % 251);

/** Records of CIFAR-10. */
export const cifar: MakeTarget = () => {
  const target: Target<ClassSplit> = {
    valid: [joined(Uint8Array.of(9), bytesUpTo(3072), Uint8Array.of(0), bytesUpTo(3072))],
    mutate: mutateBytes,
    read: (input) => readCifar([content(input)], { count: 1, at: 0, classes: 10 }),
    use: ({ count, inputs, labels }) => {
      expect(count > 0 && inputs.length === count * 3072, 'images that are not as many as said');
      expect(labels.length === count && labels.every((label) => label < 10), 'labels that are none');
    },
    write: ({ inputs, labels }) =>
      joined(...[...labels].flatMap((label, i) => [Uint8Array.of(label), planes(inputs, i)])),
  };
  return target as Target;
};

const planes = (inputs: ClassSplit['inputs'], image: number) =>
  Uint8Array.from({ length: 3072 }, (_, k) => inputs[image * 3072 + (k % 1024) * 3 + Math.floor(k / 1024)]);

const typeCodes = ['', 'Int8', 'Uint8', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', '', 'Float64'];
const words = (...values: number[]) => new Uint8Array(Int32Array.from(values).buffer);
const filled = (bytes: Uint8Array) => joined(bytes, new Uint8Array((8 - (bytes.length % 8)) % 8));
const element = (code: number, bytes: Uint8Array) => joined(words(code, bytes.length), filled(bytes));

/** A MAT-file with one array of class double, which is called a. */
function matFile({ dims, data }: MatArray, packed = false): Uint8Array {
  const header = Buffer.alloc(128);
  header.write('MATLAB 5.0');
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126);
  const numbers = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const code = typeCodes.indexOf(data.constructor.name.replace('Array', ''));
  const name = element(1, Uint8Array.of(97));
  const array = joined(element(6, words(6, 0)), element(5, words(...dims)), name, element(code, numbers));
  const matrix = element(14, array);
  const compressed = packed && deflateSync(matrix);
  return joined(header, compressed ? joined(words(15, compressed.length), compressed) : matrix);
}

/** MAT-files, plain and compressed. */
export const mat: MakeTarget = () => {
  const arrays: MatArray[] = [
    { dims: [2, 2], data: Float64Array.of(1, -2, 0.5, 1e300) },
    { dims: [3, 1], data: Uint8Array.of(1, 10, 255) },
    { dims: [1, 2, 2], data: Int16Array.of(-1, 300, 0, 7) },
  ];
  const target: Target<MatArray> = {
    valid: arrays.flatMap((array) => [matFile(array), matFile(array, true)]),
    mutate: (stream, valid, sealed) => mutateMat(mutateBytes(stream, valid), sealed),
    read: (input) => readMat(content(input), ['a']).a,
    use: ({ dims, data }) => {
      const size = dims.reduce((product, n) => product * n, 1);
      expect(dims.length > 1 && size === data.length, 'numbers that are not as many as said');
    },
    write: (array) => matFile(array),
  };
  return target as Target;
};

// Where the beginning is right, the rest is read.
const mutateMat = (bytes: Uint8Array, sealed: boolean) =>
  sealed
    ? joined(matFile({ dims: [1, 1], data: Uint8Array.of(0) }).subarray(0, 128), bytes.subarray(128))
    : bytes;

function tarFile(members: readonly Uint8Array[]): Uint8Array {
  return joined(
    ...members.flatMap((bytes, i) => [tarHeader(`f${i}`, bytes.length), whole(bytes)]),
    new Uint8Array(512),
  );
}

const whole = (bytes: Uint8Array) => joined(bytes, new Uint8Array((512 - (bytes.length % 512)) % 512));

function tarHeader(name: string, size: number): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write(size.toString(8).padStart(11, '0'), 124);
  header.write('        0ustar', 148);
  return sealedTar(header);
}

function sealedTar(header: Buffer): Uint8Array {
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return new Uint8Array(header);
}

/** Archives; their files are compared by what is in them. */
export const tar: MakeTarget = () => {
  const target: Target<readonly Uint8Array[]> = {
    valid: [tarFile([bytesUpTo(700), bytesUpTo(512)]), tarFile([new Uint8Array(0)])],
    mutate: (stream, valid, sealed) => {
      const input = mutateBytes(stream, valid);
      return sealed && input.length >= 512
        ? joined(sealedTar(Buffer.from(input.subarray(0, 512))), input.subarray(512))
        : input;
    },
    read: (input) => [...readTar(content(input)).values()],
    use: (members) => expect(members.length > 0, 'an archive of nothing'),
    write: tarFile,
  };
  return target as Target;
};

import { refuse } from '../../../errors.js';
import { fromHalf } from '../../../safetensors/half.js';
import { show } from '../../../schema.js';
import type { Content } from '../../idx.js';
import { type ArrayNumbers, fromBigints, type NumberArray, rowMajor, sizeOf } from '../array.js';
import { columnSamples, pairedSamples } from '../arrays.js';
import { inOrder } from '../bytes.js';
import type { Format } from './format.js';

const magic = '\x93NUMPY';

/** An array of NumPy (NEP 1, "A simple file format for NumPy arrays", versions 1 to 3), in either order of axes and of bytes. */
export const npy: Format = {
  about: 'NumPy array',
  endings: ['npy'],
  starts: (bytes) => startsWith(bytes, magic),
  targetFile: {},
  read: (content, { targetFile, targets, ...asked }) => {
    const array = readNpy(content);
    const apart = targetFile && readNpy(targetFile);
    // Without targets to be read, whether columns are meant is known by whether some are named.
    const table = !apart && (targets || asked.inputColumns !== undefined);
    const samples = table ? columnSamples(array, asked, targets) : pairedSamples(array, apart);
    return { samples, notes: [] };
  },
};

const startsWith = (bytes: Uint8Array, text: string) =>
  Buffer.from(bytes.subarray(0, text.length)).toString('latin1') === text;

type Read = (where: string, buffer: ArrayBuffer) => ArrayNumbers;

/** Types of elements, by kind and bytes as NumPy writes them. */
const types: Readonly<Record<string, Read>> = {
  f2: (_, buffer) => fromHalf(new Uint16Array(buffer)),
  f4: (_, buffer) => new Float32Array(buffer),
  f8: (_, buffer) => new Float64Array(buffer),
  i1: (_, buffer) => new Int8Array(buffer),
  i2: (_, buffer) => new Int16Array(buffer),
  i4: (_, buffer) => new Int32Array(buffer),
  i8: (where, buffer) => fromBigints(where, new BigInt64Array(buffer)),
  u1: (_, buffer) => new Uint8Array(buffer),
  u2: (_, buffer) => new Uint16Array(buffer),
  u4: (_, buffer) => new Uint32Array(buffer),
  u8: (where, buffer) => fromBigints(where, new BigUint64Array(buffer)),
  // Not as bytes, of which those of images are divided by 255.
  b1: (_, buffer) => new Int8Array(buffer),
};

/** Reads an array of numbers. @throws {InputError} naming the file when it is cut short, malformed, or of something else */
export function readNpy({ file, bytes }: Content): NumberArray {
  if (!startsWith(bytes, magic))
    refuse({ where: file, got: 'another beginning', expected: 'that of a NumPy array' });
  const { header, start } = headerOf(file, bytes);
  const { descr, fortran, shape } = fieldsOf(file, header);
  const [, order, type] = /^([<>|=])([a-z]\d+)$/.exec(descr) ?? [];
  const read = type === undefined ? undefined : types[type];
  if (!read) return refuseType(file, descr);
  const width = Number(type.slice(1));
  const body = bytes.subarray(start);
  if (body.length !== sizeOf(shape) * width) {
    const expected = `${sizeOf(shape) * width} for ${shape.join(' x ') || 'one'} of ${descr}`;
    refuse({ where: file, got: `${body.length} bytes of numbers`, expected, hint: 'saving it again' });
  }
  const data = read(file, inOrder(body, width, order !== '>'));
  return { where: file, shape, data: fortran && shape.length > 1 ? rowMajor(data, shape) : data };
}

function headerOf(file: string, bytes: Uint8Array): { header: string; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version !== undefined && (version < 1 || version > 3))
    refuse({ where: file, got: `version ${version}`, expected: 'version 1, 2 or 3 of the format' });
  const at = version === 1 ? 10 : 12;
  const length =
    bytes.length < at
      ? Number.POSITIVE_INFINITY
      : version === 1
        ? view.getUint16(8, true)
        : view.getUint32(8, true);
  if (bytes.length < at + length)
    refuse({
      where: file,
      got: `${bytes.length} bytes`,
      expected: 'a whole header',
      hint: 'saving it again',
    });
  return { header: Buffer.from(bytes.subarray(at, at + length)).toString('utf8'), start: at + length };
}

function fieldsOf(file: string, header: string): { descr: string; fortran: boolean; shape: number[] } {
  const descr = /'descr':\s*('[^']*'|\[)/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const axes = /'shape':\s*\(([\d\s,L]*)\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || axes === undefined)
    return refuse({
      where: `${file}: header`,
      got: show(header.trim()),
      expected: 'descr, fortran_order and shape',
    });
  const shape = axes
    .split(',')
    .map((axis) => axis.trim().replace(/L$/, ''))
    .filter((axis) => axis !== '')
    .map(Number);
  if (!shape.every(Number.isSafeInteger) || !Number.isSafeInteger(sizeOf(shape)))
    refuse({ where: `${file}: shape`, got: `(${axes})`, expected: 'whole numbers' });
  return {
    descr: descr === '[' ? 'a structured type' : descr.slice(1, -1),
    fortran: order === 'True',
    shape,
  };
}

function refuseType(where: string, descr: string): never {
  const kind = /^[<>|=]?([A-Za-z])/.exec(descr)?.[1] ?? '';
  const names: Readonly<Record<string, string>> = {
    O: 'Python objects',
    U: 'text',
    S: 'text',
    c: 'complex numbers',
    M: 'dates',
    m: 'times',
    V: 'records',
  };
  const got = Object.hasOwn(names, kind)
    ? `elements of type ${descr}, ${names[kind]}`
    : `elements of type ${descr}`;
  return refuse({
    where,
    got,
    expected: `numbers: ${Object.keys(types).join(', ')}`,
    hint: kind === 'O' ? 'array.astype(float), or arrays of one length' : 'array.astype("float32")',
  });
}

import { endianness } from 'node:os';

/** Numbers as a MAT file stores them. */
export type Numbers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

interface NumberType {
  readonly bytes: 1 | 2 | 4 | 8;
  /** Over bytes in the order of this machine, at a place that its numbers may begin. */
  over(buffer: ArrayBuffer): Numbers;
}

/** The data types of real numbers ("MAT-File Format", MathWorks, table 1-1), by their codes. */
const numberTypes: Readonly<Record<number, NumberType>> = {
  1: { bytes: 1, over: (buffer) => new Int8Array(buffer) },
  2: { bytes: 1, over: (buffer) => new Uint8Array(buffer) },
  3: { bytes: 2, over: (buffer) => new Int16Array(buffer) },
  4: { bytes: 2, over: (buffer) => new Uint16Array(buffer) },
  5: { bytes: 4, over: (buffer) => new Int32Array(buffer) },
  6: { bytes: 4, over: (buffer) => new Uint32Array(buffer) },
  7: { bytes: 4, over: (buffer) => new Float32Array(buffer) },
  9: { bytes: 8, over: (buffer) => new Float64Array(buffer) },
};

/** Codes that mean something else than numbers of one of these types. */
export const codes = { int8: 1, int32: 5, uint32: 6, matrix: 14, compressed: 15 } as const;

const otherTypes: Readonly<Record<number, string>> = {
  12: 'int64',
  13: 'uint64',
  14: 'matrix',
  15: 'compressed',
  16: 'utf-8',
  17: 'utf-16',
  18: 'utf-32',
};

/** What errors call a data type. */
export const typeName = (code: number) => otherTypes[code] ?? `type ${code}`;

/** The classes of arrays (ibid., table 1-3), by their codes; `real` are those that are read. */
export const classNames: Readonly<Record<number, string>> = {
  1: 'cell',
  2: 'struct',
  3: 'object',
  4: 'char',
  5: 'sparse',
  6: 'double',
  7: 'single',
  8: 'int8',
  9: 'uint8',
  10: 'int16',
  11: 'uint16',
  12: 'int32',
  13: 'uint32',
  14: 'int64',
  15: 'uint64',
  16: 'function',
  17: 'opaque',
};

/** Whether arrays of a class are of real numbers that fit a float64. */
export const isReal = (code: number) => code >= 6 && code <= 13;

/**
 * Bytes as the numbers of a data type; undefined when it is none of numbers, or a number would be cut off. Single bytes
 * are not copied.
 */
export function numbersOf(code: number, bytes: Uint8Array, little: boolean): Numbers | undefined {
  const type = numberTypes[code];
  if (!type || bytes.length % type.bytes !== 0) return undefined;
  if (code === 2) return bytes;
  // A copy, because numbers of several bytes may not begin anywhere.
  const copy = Buffer.from(new Uint8Array(bytes).buffer);
  if (little !== (endianness() === 'LE')) swap(copy, type.bytes);
  return type.over(copy.buffer as ArrayBuffer);
}

function swap(bytes: Buffer, width: NumberType['bytes']): void {
  if (width === 2) bytes.swap16();
  else if (width === 4) bytes.swap32();
  else if (width === 8) bytes.swap64();
}

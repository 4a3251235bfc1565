import { deflateSync } from 'node:zlib';

/** How a number of each type of the format is written: its code, its bytes, and what puts it there. */
const types = {
  int8: { code: 1, bytes: 1, put: 'setInt8' },
  uint8: { code: 2, bytes: 1, put: 'setUint8' },
  int16: { code: 3, bytes: 2, put: 'setInt16' },
  uint16: { code: 4, bytes: 2, put: 'setUint16' },
  int32: { code: 5, bytes: 4, put: 'setInt32' },
  uint32: { code: 6, bytes: 4, put: 'setUint32' },
  single: { code: 7, bytes: 4, put: 'setFloat32' },
  double: { code: 9, bytes: 8, put: 'setFloat64' },
} as const;

export type TypeName = keyof typeof types;
export const typeNames = Object.keys(types) as TypeName[];

/** The codes of classes. */
export const classes = {
  ...{
    cell: 1,
    struct: 2,
    char: 4,
    sparse: 5,
    double: 6,
    single: 7,
    int8: 8,
    uint8: 9,
    int16: 10,
    uint16: 11,
  },
  ...{ int32: 12, uint32: 13, int64: 14 },
} as const;

/** An array to be written; by default of the class of its type. */
export interface Written {
  readonly name: string;
  readonly dims: readonly number[];
  readonly stored: TypeName;
  readonly values: readonly number[];
  readonly className?: keyof typeof classes;
  /** Bits of the flags beside the class. */
  readonly flags?: number;
  /** A code instead of that of the stored type. */
  readonly code?: number;
}

/** How a file is written. */
export interface Way {
  readonly little: boolean;
  readonly compressed: boolean;
}

/** A MAT-file of version 5 with these arrays. */
export function matFile(arrays: readonly Written[], way: Way): Uint8Array {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file, of a test');
  header.writeUInt8(way.little ? 0 : 1, 124);
  header.writeUInt8(way.little ? 1 : 0, 125);
  header.write(way.little ? 'IM' : 'MI', 126);
  const body = arrays.map((array) => {
    const matrix = element(14, matrixBytes(array, way.little), way.little, false);
    // Compressed data are not filled up to a multiple of 8.
    if (!way.compressed) return matrix;
    const packed = deflateSync(matrix);
    return Buffer.concat([tag(15, packed.length, way.little), packed]);
  });
  return new Uint8Array(Buffer.concat([header, ...body]));
}

function matrixBytes(array: Written, little: boolean): Buffer {
  const { name, dims, stored, values, className = stored, flags = 0, code = types[stored].code } = array;
  return Buffer.concat([
    element(6, numbers('uint32', [classes[className] + flags, 0], little), little),
    element(5, numbers('int32', dims, little), little),
    element(1, Buffer.from(name, 'latin1'), little),
    element(code, numbers(stored, values, little), little),
  ]);
}

function numbers(type: TypeName, values: readonly number[], little: boolean): Buffer {
  const { bytes, put } = types[type];
  const view = new DataView(new ArrayBuffer(values.length * bytes));
  for (const [i, value] of values.entries()) view[put](i * bytes, value, little);
  return Buffer.from(view.buffer);
}

function tag(code: number, size: number, little: boolean): Buffer {
  return numbers('uint32', [code, size], little);
}

// Of up to four bytes all goes into eight, with the number of bytes in the upper half of the first word.
function element(
  code: number,
  data: Buffer,
  little: boolean,
  small = data.length > 0 && data.length <= 4,
): Buffer {
  const filled = (size: number) => Buffer.concat([data, Buffer.alloc(size - data.length)]);
  if (small) return Buffer.concat([numbers('uint32', [data.length * 0x10000 + code], little), filled(4)]);
  return Buffer.concat([tag(code, data.length, little), filled(Math.ceil(data.length / 8) * 8)]);
}

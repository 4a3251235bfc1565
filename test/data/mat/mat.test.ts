import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMat } from '../../../src/data/mat/mat.js';
import { InputError } from '../../../src/errors.js';
import { scipyFiles } from './scipy-files.js';
import { matFile, type TypeName, typeNames, type Way, type Written } from './writer.js';

const content = (bytes: Uint8Array) => ({ file: 'a.mat', bytes });
const scipy = (name: keyof typeof scipyFiles) =>
  content(new Uint8Array(Buffer.from(scipyFiles[name], 'base64')));
const ways: Way[] = [true, false].flatMap((little) =>
  [true, false].map((compressed) => ({ little, compressed })),
);

describe('what SciPy wrote', () => {
  it.each(['plain', 'compressed'] as const)('%s is read, column by column', (name) => {
    const arrays = readMat(scipy(name), ['d', 'u', 's', 'i', 'h']);
    expect(arrays).toEqual({
      d: { dims: [2, 3], data: Float64Array.of(1.5, 4, -2, 5, 3.25, 1e300) },
      u: { dims: [1, 3], data: Uint8Array.of(1, 2, 3) },
      s: { dims: [1, 1], data: Float32Array.of(0.5) },
      i: { dims: [2, 1], data: Int32Array.of(-1, 70_000) },
      h: { dims: [1, 2], data: Int16Array.of(-5, 300) },
    });
  });

  it.each([
    ['c', 'complex numbers'],
    ['cell', 'an array of class cell'],
    ['st', 'an array of class struct'],
    ['l', 'an array of class int64'],
    ['sp', 'an array of class sparse'],
    ['t', 'an array of class char'],
  ])('of another kind (%s) is refused by name where it is wanted', (name, got) => {
    expect(() => readMat(scipy('others'), [name])).toThrow(
      `a.mat: ${name}: got ${got}, expected a full array of real numbers`,
    );
  });

  it('of another kind is passed over where it is not', () => {
    expect(readMat(scipy('others'), ['ok'])).toEqual({ ok: { dims: [1, 1], data: Float64Array.of(7) } });
  });
});

/** Numbers that a type holds exactly. */
const valuesOf: Record<TypeName, fc.Arbitrary<number>> = {
  int8: fc.integer({ min: -128, max: 127 }),
  uint8: fc.integer({ min: 0, max: 255 }),
  int16: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
  uint16: fc.integer({ min: 0, max: 2 ** 16 - 1 }),
  int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  single: fc.float({ noNaN: true }),
  double: fc.double({ noNaN: true }),
};
const array = fc
  .record({
    dims: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }),
    stored: fc.constantFrom(...typeNames),
  })
  .chain(({ dims, stored }) => {
    const length = dims.reduce((product, n) => product * n, 1);
    const values = fc.array(valuesOf[stored], { minLength: length, maxLength: length });
    return values.map((list) => ({ dims, stored, values: list }));
  });

it('reads back what was written, in both orders of bytes, compressed or not, as small elements or not', () => {
  fc.assert(
    fc.property(array, array, fc.constantFrom(...ways), (a, b, way) => {
      const file = matFile(
        [
          { name: 'a', ...a },
          { name: 'second', className: 'double', ...b },
        ],
        way,
      );
      const got = readMat(content(file), ['second', 'a']);
      expect([got.a.dims, [...got.a.data]]).toEqual([a.dims, a.values]);
      expect([got.second.dims, [...got.second.data]]).toEqual([b.dims, b.values]);
    }),
  );
});

it('takes numbers that are stored in a smaller type than their class', () => {
  const one: Written = {
    name: 'y',
    dims: [3, 1],
    stored: 'uint8',
    values: [1, 10, 255],
    className: 'double',
  };
  for (const way of ways)
    expect(readMat(content(matFile([one], way)), ['y']).y.data).toEqual(Uint8Array.of(1, 10, 255));
});

const plain: Way = { little: true, compressed: false };
const one: Written = { name: 'y', dims: [2, 1], stored: 'double', values: [1, 2] };
const changed = (change: (bytes: Uint8Array) => Uint8Array, way = plain) => change(matFile([one], way));

it.each<[string, Uint8Array, string]>([
  [
    'version 7.3',
    new TextEncoder().encode(`MATLAB 7.3 MAT-file, ${' '.repeat(600)}`),
    'a.mat: got a MAT-file of version 7.3, which is HDF5, expected version 5. Try saving it with -v7.',
  ],
  [
    'a file that is none',
    new Uint8Array(200),
    'a.mat: got "\\u0000\\u0000" at byte 126, expected "IM" or "MI"',
  ],
  ['an empty file', new Uint8Array(0), 'a.mat: got "" at byte 126'],
  [
    'a version that nobody knows',
    changed((bytes) => bytes.with(125, 2)),
    'a.mat: got version 0x200, expected 0x100, a MAT-file of version 5.',
  ],
  ['a file cut off', changed((bytes) => bytes.subarray(0, -1)), 'a.mat: got 71 bytes, expected 72.'],
  ['a file cut off in a tag', changed((bytes) => bytes.subarray(0, 132)), 'a.mat: got 4 bytes, expected 8.'],
  [
    'damaged compressed data',
    changed((bytes) => bytes.with(140, 0), { little: true, compressed: true }),
    'a.mat: got damaged zlib data (',
  ],
  [
    'fewer numbers than its dimensions have',
    matFile([{ ...one, dims: [3, 1] }], plain),
    'a.mat: y: got 2 numbers, expected 3 x 1 = 3.',
  ],
  [
    'numbers stored as int64',
    matFile([{ ...one, code: 12 }], plain),
    'a.mat: y: got numbers stored as int64, expected a full array',
  ],
  ['complex numbers', matFile([{ ...one, flags: 0x0800 }], plain), 'a.mat: y: got complex numbers'],
  [
    'a file without the array',
    matFile([{ ...one, name: 'z' }], plain),
    'a.mat: got no y, expected arrays y.',
  ],
])('refuses %s', (_, bytes, message) => {
  expect(() => readMat(content(bytes), ['y'])).toThrow(InputError);
  expect(() => readMat(content(bytes), ['y'])).toThrow(message);
});

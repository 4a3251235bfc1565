import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.js';
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  type Tensor,
  writeSafetensors,
} from '../../src/lab/safetensors/index.js';

const folder = mkdtempSync(join(tmpdir(), 'relaxon-safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file from its parts; the length can lie. */
function file(
  header: string | Uint8Array,
  body: readonly number[] = [],
  length?: number | bigint,
): Uint8Array {
  const text = Buffer.from(header);
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(length ?? text.length));
  return Buffer.concat([start, text, Uint8Array.from(body)]);
}

const decode = (bytes: Uint8Array) => decodeSafetensors(bytes, 'net.safetensors');
const u8 = (...values: number[]): Tensor => ({
  dtype: 'U8',
  shape: [values.length],
  data: Uint8Array.from(values),
});

describe('the bytes of a file', () => {
  it('are length, padded header and data, as the format says', () => {
    const header = '{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}   ';
    expect(header).toHaveLength(56);
    const bytes = encodeSafetensors([['a', u8(1, 2, 255)]]);
    expect([...bytes.subarray(0, 8)]).toEqual([56, 0, 0, 0, 0, 0, 0, 0]);
    expect(Buffer.from(bytes.subarray(8, 64)).toString()).toBe(header);
    expect([...bytes.subarray(64)]).toEqual([1, 2, 255]);
  });

  it('are little-endian, with wide elements before narrow ones and names in order', () => {
    const bytes = encodeSafetensors([
      ['z', u8(7)],
      ['b', { dtype: 'F32', shape: [], data: Float32Array.of(1) }],
      ['a', { dtype: 'F32', shape: [1, 1], data: Float32Array.of(-2) }],
      ['i', { dtype: 'I64', shape: [1], data: BigInt64Array.of(-2n) }],
      ['d', { dtype: 'F64', shape: [1], data: Float64Array.of(1) }],
    ]);
    const start = 8 + bytes[0] + 256 * bytes[1];
    expect(start % 8).toBe(0);
    expect(JSON.parse(Buffer.from(bytes.subarray(8, start)).toString())).toEqual({
      i: { dtype: 'I64', shape: [1], data_offsets: [0, 8] },
      d: { dtype: 'F64', shape: [1], data_offsets: [8, 16] },
      a: { dtype: 'F32', shape: [1, 1], data_offsets: [16, 20] },
      b: { dtype: 'F32', shape: [], data_offsets: [20, 24] },
      z: { dtype: 'U8', shape: [1], data_offsets: [24, 25] },
    });
    const hex = Buffer.from(bytes.subarray(start)).toString('hex');
    expect(hex).toBe('feffffffffffffff000000000000f03f000000c00000803f07');
  });

  it('hold metadata first, sorted, even under names that look like integers', () => {
    const bytes = encodeSafetensors(
      [
        ['10', u8(1)],
        ['9', u8(2)],
      ],
      { step: '3', 7: 'x', format: 'pt' },
    );
    const text = Buffer.from(bytes).toString('latin1');
    expect(text.slice(8)).toMatch(/^\{"__metadata__":\{"7":"x","format":"pt","step":"3"\},"10":\{.*"9":\{/);
  });

  it('are not padded where the header already ends at a multiple of 8', () => {
    const bytes = encodeSafetensors([['abcd', u8(1, 2, 3)]]);
    expect(bytes[0]).toBe(56);
    expect(Buffer.from(bytes.subarray(62, 64)).toString()).toBe('}}');
  });

  it('hold only the part of a buffer that an array shows', () => {
    const data = Float32Array.of(1, 2, 3).subarray(1);
    const { tensors } = decode(encodeSafetensors([['w', { dtype: 'F32', shape: [2], data }]]));
    expect(tensors.get('w')?.data).toEqual(Float32Array.of(2, 3));
  });

  it('are an empty object for no tensors', () => {
    expect([...encodeSafetensors([])]).toEqual([8, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d, 32, 32, 32, 32, 32, 32]);
  });

  it('do not depend on the order in which tensors and metadata are given', () => {
    const tensors: [string, Tensor][] = [
      ['é', u8(1)],
      ['z', u8(2)],
      ['\u{1f600}', u8(3)],
      ['\uffff', u8(4)],
    ];
    const one = encodeSafetensors(tensors, { a: '1', b: '2' });
    expect(encodeSafetensors(tensors.toReversed(), { b: '2', a: '1' })).toEqual(one);
    // U+FFFF sorts before U+1F600 in UTF-8, and after it in UTF-16.
    expect([...decode(one).tensors.keys()]).toEqual(['z', 'é', '\uffff', '\u{1f600}']);
  });
});

const name = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => text !== '__metadata__');
const shape = fc.array(fc.nat(3), { maxLength: 3 });
const tensor: fc.Arbitrary<Tensor> = shape.chain((shape) => {
  const n = { minLength: shape.reduce((a, b) => a * b, 1), maxLength: shape.reduce((a, b) => a * b, 1) };
  return fc.oneof(
    fc.float64Array(n).map((data): Tensor => ({ dtype: 'F64', shape, data })),
    fc.float32Array(n).map((data): Tensor => ({ dtype: 'F32', shape, data })),
    fc.bigInt64Array(n).map((data): Tensor => ({ dtype: 'I64', shape, data })),
    fc.uint32Array(n).map((data): Tensor => ({ dtype: 'U32', shape, data })),
    fc.int32Array(n).map((data): Tensor => ({ dtype: 'I32', shape, data })),
    fc.uint8Array(n).map((data): Tensor => ({ dtype: 'U8', shape, data })),
  );
});
const named = fc.uniqueArray(fc.tuple(name, tensor), { maxLength: 5, selector: ([name]) => name });

describe('reading', () => {
  it('gives back names, types, shapes, every bit of every value, and metadata', () => {
    fc.assert(
      fc.property(
        named,
        fc.dictionary(name, fc.string({ unit: 'grapheme' })),
        fc.nat(7),
        (tensors, metadata, shift) => {
          // Any address will do: files arrive inside larger buffers.
          const bytes = Buffer.concat([Buffer.alloc(shift), encodeSafetensors(tensors, metadata)]).subarray(
            shift,
          );
          const read = decode(bytes);
          expect(read.metadata).toEqual({ ...metadata });
          expect(read.tensors).toEqual(new Map(tensors));
          expect(Buffer.from(encodeSafetensors(read.tensors, read.metadata)).equals(bytes)).toBe(true);
        },
      ),
    );
  });

  it('keeps signed zero, infinities, denormals and NaN', () => {
    const data = Float64Array.of(-0, Number.NEGATIVE_INFINITY, 5e-324, Number.NaN, 0.1);
    const read = decode(encodeSafetensors([['x', { dtype: 'F64', shape: [5], data }]])).tensors.get('x');
    expect(Buffer.from(read?.data.buffer as ArrayBuffer).toString('hex')).toBe(
      Buffer.from(data.buffer).toString('hex'),
    );
  });

  it('accepts tensors in any order, white space, unknown fields and a missing padding', () => {
    const header =
      '{ "b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},\n"a":{"shape":[1],"dtype":"U8","data_offsets":[0,1],"note":0}}';
    const { tensors, metadata } = decode(file(header, [5, 6]));
    expect([...tensors].map(([name, { data }]) => [name, data[0]])).toEqual([
      ['a', 5],
      ['b', 6],
    ]);
    expect(metadata).toEqual({});
  });

  it('widens halves and bfloat16 to float32', () => {
    const header =
      '{"h":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[12,16]}}';
    // 1, -2, the least denormal 2^-24, the greatest 65504, -infinity, NaN; then 1 and -2.5 in bfloat16.
    const body = [0, 0x3c, 0, 0xc0, 1, 0, 0xff, 0x7b, 0, 0xfc, 1, 0x7e, 0x80, 0x3f, 0x20, 0xc0];
    const { tensors } = decode(file(header, body));
    expect(tensors.get('h')).toEqual({
      dtype: 'F32',
      shape: [6],
      data: Float32Array.of(1, -2, 2 ** -24, 65504, Number.NEGATIVE_INFINITY, Number.NaN),
    });
    expect(tensors.get('b')?.data).toEqual(Float32Array.of(1, -2.5));
  });

  it('returns arrays of their own, not views of the file', () => {
    const bytes = encodeSafetensors([['a', u8(1)]]);
    const { tensors } = decode(bytes);
    bytes.fill(0);
    expect(tensors.get('a')?.data[0]).toBe(1);
  });
});

const entry = (fields: object) =>
  JSON.stringify({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...fields } });
const eight = [1, 2, 3, 4, 5, 6, 7, 8];
const two = (a: number[], b: number[]) =>
  JSON.stringify({
    a: { dtype: 'U8', shape: [a[1] - a[0]], data_offsets: a },
    b: { dtype: 'U8', shape: [b[1] - b[0]], data_offsets: b },
  });

const malformed: [what: string, bytes: Uint8Array, says: RegExp][] = [
  ['an empty file', new Uint8Array(0), /header length: got a file of 0 bytes, expected at least 8/],
  ['seven bytes', new Uint8Array(7), /header length: got a file of 7 bytes/],
  [
    'a header longer than the file',
    file('{}', [], 3),
    /header length: got 3 bytes, expected at most the 2 that follow/,
  ],
  ['a header of 100 MB and one byte', file('{}', [], 100_000_001), /expected at most 100000000/],
  ['a header of 2^64 - 1 bytes', file('{}', [], 2n ** 64n - 1n), /expected at most 100000000/],
  ['a header of no bytes', file(''), /header: got nothing, expected an opening brace/],
  ['a header that starts with a space', file(' {}'), /a first byte of 32/],
  ['a header that is not UTF-8', file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), /not UTF-8/],
  ['a header that is not JSON', file('{"é":}'), /JSON error at byte 14/],
  ['a header that ends too early', file('{"w":{'), /JSON error at byte 14/],
  ['a second value after the header', file('{}{}'), /JSON error at byte 10/],
  ['a tensor named twice', file(`{"w":0,"\\u0077":0}`), /got the key "w" twice/],
  [
    'a field named twice',
    file(`{"w":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}`),
    /the key "dtype" twice/,
  ],
  ['a name of half a character', file('{"\\ud800":[]}'), /got half a character, expected whole ones/],
  [
    'half a character in its metadata',
    file('{"__metadata__":{"a":"\\udc00"}}'),
    /"a": got half a character, expected whole ones/,
  ],
  ['a tensor that is no object', file('{"w":[]}'), /"w": got \[\], expected an object/],
  [
    'a very deep tensor',
    file(`{"w":${'['.repeat(1e5)}${']'.repeat(1e5)}}`),
    /header: got more than 200 levels/,
  ],
  [
    'no type',
    file('{"w":{"shape":[],"data_offsets":[0,1]}}', [0]),
    /"w".dtype: got nothing, expected one of I64, F64/,
  ],
  [
    'an unsupported type',
    file(entry({ dtype: 'F8_E4M3' }), eight),
    /"w".dtype: got "F8_E4M3", expected one of/,
  ],
  [
    'a type from Object.prototype',
    file(entry({ dtype: 'constructor' }), eight),
    /"w".dtype: got "constructor"/,
  ],
  ['a negative size', file(entry({ shape: [-2] }), eight), /"w".shape: got \[-2\], expected a list of sizes/],
  ['a fractional size', file(entry({ shape: [0.5] }), eight), /"w".shape: got \[0.5\]/],
  ['a size as text', file(entry({ shape: ['2'] }), eight), /"w".shape: got \["2"\]/],
  ['a shape that is no list', file(entry({ shape: 2 }), eight), /"w".shape: got 2/],
  [
    'one offset',
    file(entry({ data_offsets: [0] }), eight),
    /"w".data_offsets: got \[0\], expected two byte positions/,
  ],
  [
    'offsets past 2^53',
    file(entry({ data_offsets: [0, 2 ** 54] }), eight),
    /"w".data_offsets: got \[0,18014398509481984\]/,
  ],
  [
    'offsets in reverse',
    file(entry({ data_offsets: [8, 0] }), eight),
    /"w".data_offsets: got a start at 8, expected 0/,
  ],
  [
    'data of the wrong size',
    file(entry({ shape: [3] }), eight),
    /got 8 bytes, expected 12 for F32 of shape \[3\]/,
  ],
  [
    'a shape that overflows',
    file(entry({ shape: [2 ** 53 - 1, 2 ** 53 - 1] }), eight),
    /got 8 bytes, expected 3.2\d+e\+32 for F32/,
  ],
  [
    'a huge tensor in a tiny file',
    file(entry({ shape: [2 ** 40], data_offsets: [0, 2 ** 42] }), eight),
    /data: got 8 bytes, expected 4398046511104/,
  ],
  ['a truncated body', file(entry({}), eight.slice(1)), /data: got 7 bytes, expected 8.*cut short/],
  ['trailing bytes', file(entry({}), [...eight, 0]), /data: got 9 bytes, expected 8/],
  ['trailing bytes without a tensor', file('{}', [0]), /data: got 1 bytes, expected 0/],
  [
    'overlapping tensors',
    file(two([0, 3], [2, 4]), [1, 2, 3, 4]),
    /"b".data_offsets: got a start at 2, expected 3/,
  ],
  ['two tensors in the same place', file(two([0, 2], [0, 2]), [1, 2]), /got a start at 0, expected 2/],
  ['a hole', file(two([0, 1], [2, 4]), [1, 2, 3, 4]), /"b".data_offsets: got a start at 2, expected 1/],
  [
    'a hole at the start',
    file(entry({ data_offsets: [1, 9] }), [0, ...eight]),
    /got a start at 1, expected 0/,
  ],
  [
    'metadata that are no object',
    file('{"__metadata__":[]}'),
    /__metadata__: got \[\], expected an object of strings/,
  ],
  [
    'metadata that are not strings',
    file('{"__metadata__":{"step":3}}'),
    /__metadata__."step": got 3, expected a string/,
  ],
];

describe('a malformed file is refused', () => {
  it.each(malformed)('%s', (_, bytes, says) => {
    let error: unknown;
    try {
      decode(bytes);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message).toMatch(says);
    expect(message).toMatch(/^net\.safetensors\.[^\n]{1,250}$/);
  });

  it('whatever byte of it is changed, with an InputError or not at all', () => {
    const good = encodeSafetensors(
      [
        ['w', u8(1, 2)],
        ['v', { dtype: 'F32', shape: [1], data: Float32Array.of(3) }],
      ],
      { a: 'b' },
    );
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, length) => {
        const bytes = good.slice(0, length < at ? good.length : length);
        if (at < bytes.length) bytes[at] = byte;
        try {
          decode(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what cannot be written is refused', () => {
  it.each<[what: string, tensors: [string, Tensor][], says: string]>([
    [
      'a shape of another size',
      [['w', { ...u8(1, 2, 3), shape: [2] } as Tensor]],
      'got 3 elements, expected as many as shape [2] holds',
    ],
    ['a fractional shape', [['w', { ...u8(1, 2, 3), shape: [1.5, 2] } as Tensor]], 'shape [1.5,2]'],
    [
      'a name taken twice',
      [
        ['w', u8(1)],
        ['w', u8(2)],
      ],
      '"w": got a name already in use',
    ],
    ['the reserved name', [['__metadata__', u8(1)]], '"__metadata__": got a name already in use'],
    ['half a surrogate pair', [['\ud83d', u8(1)]], 'got half a character'],
  ])('%s', (_, tensors, says) => {
    expect(() => encodeSafetensors(tensors)).toThrow(says);
    expect(() => encodeSafetensors(tensors)).toThrow(InputError);
  });

  it('more than can be read', () => {
    // Memory that is never touched takes none.
    const data = new Uint8Array(2 ** 31 - 64);
    const tensor: Tensor = { dtype: 'U8', shape: [data.length], data };
    expect(() => encodeSafetensors([['w', tensor]])).toThrow(/got 21\d+ bytes, expected at most 2147483647/);
  });
});

describe('files', () => {
  it('are written whole and read back', () => {
    const path = join(folder, 'a.safetensors');
    writeSafetensors(path, [['w', u8(1, 2)]], { step: '7' });
    expect(readSafetensors(path)).toEqual({ tensors: new Map([['w', u8(1, 2)]]), metadata: { step: '7' } });
    expect(readdirSync(folder)).toEqual(['a.safetensors']);
  });

  it('name their path in errors', () => {
    const path = join(folder, 'bad.safetensors');
    writeFileSync(path, 'no');
    expect(() => readSafetensors(path)).toThrow(`${path}.header length: got a file of 2 bytes`);
    expect(() => readSafetensors(join(folder, 'none'))).toThrow(`${join(folder, 'none')}: got nothing there`);
  });
});

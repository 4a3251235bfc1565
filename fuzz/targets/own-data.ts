import { zipSync } from 'fflate';
import { PNG } from 'pngjs';
import { csv as csvFormat } from '../../src/data/own/formats/csv.js';
import { idx } from '../../src/data/own/formats/idx.js';
import { npy as npyFormat } from '../../src/data/own/formats/npy.js';
import { npz as npzFormat } from '../../src/data/own/formats/npz.js';
import { type Image, readPng } from '../../src/data/own/png.js';
import type { Found, Raw } from '../../src/data/own/samples.js';
import { joined, mutateBytes } from '../mutate/bytes.js';
import { expect, type MakeTarget, type Target } from '../target.js';

const request = { targets: true } as const;

/** What was read, as plain values. */
interface Read {
  readonly count: number;
  readonly shape: readonly number[];
  readonly inputs: readonly number[];
  readonly names: readonly string[];
  readonly targets: readonly Raw[];
}

function samplesOf(found: Found | Promise<Found>): Read {
  const { count, shape, inputs, names, targets } = (found as Found).samples;
  const of = Array.from({ length: count }, (_, i) => targets!.at(i, 0));
  return { count, shape, inputs: [...inputs], names: [...names, ...targets!.names], targets: of };
}

function use({ count, shape, inputs, targets }: Read): void {
  const size = shape.reduce((product, n) => product * n, 1);
  expect(count > 0 && size > 0 && inputs.length === count * size, 'inputs that are not as many as said');
  expect(inputs.every(Number.isFinite), 'an input that is no number');
  expect(
    targets.every((raw) => typeof raw === 'number' || raw.length > 0),
    'a target that is missing',
  );
}

const bytes = (text: string) => new TextEncoder().encode(text);
const quoted = (raw: unknown) => `"${String(raw).replaceAll('"', '""')}"`;

/** Text tables. */
export const csv: MakeTarget = () => {
  const target: Target<Read> = {
    valid: ['a,b,y\n1,2,x\n3,-4e2,z\n', 'a;"b\n2"\r\n1.5;"x ""y"""\r\n', '\ufeffp\tq\n1\t2\n'].map(bytes),
    mutate: mutateBytes,
    read: (input) => samplesOf(csvFormat.read({ file: 'file', bytes: input }, request)),
    use,
    write: ({ count, inputs, names, targets }) => {
      const width = names.length - 1;
      const rows = Array.from({ length: count }, (_, i) =>
        [...inputs.slice(i * width, (i + 1) * width), quoted(targets[i])].join(),
      );
      return bytes([names.map(quoted).join(), ...rows].join('\n'));
    },
  };
  return target as Target;
};

/** A .npy file of float64. */
function npyFile(shape: readonly number[], numbers: readonly number[], descr = '<f8'): Uint8Array {
  const fields = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = bytes(`${fields.padEnd(117)}\n`);
  const body = new Uint8Array(Float64Array.from(numbers).buffer);
  return joined(Uint8Array.of(0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0), header, body);
}

const columnsOf = ({ count, inputs, targets }: Read) =>
  Array.from({ length: count }, (_, i) => {
    const width = inputs.length / count;
    return [...inputs.slice(i * width, (i + 1) * width), Number(targets[i])];
  });

const tableFile = (samples: Read) => {
  const rows = columnsOf(samples);
  return npyFile([rows.length, rows[0].length], rows.flat());
};

/** Arrays of NumPy, as tables. */
export const npy: MakeTarget = () => {
  const target: Target<Read> = {
    valid: [npyFile([2, 3], [1, 2, 0, 3, 4, 1]), npyFile([1, 2], [0.5, 1])],
    mutate: (stream, valid, sealed) =>
      sealed
        ? npyFile(
            [2, 2],
            Array.from({ length: 4 }, () => stream.normal() * 10 ** stream.integer(300)),
          )
        : mutateBytes(stream, valid),
    read: (input) => samplesOf(npyFormat.read({ file: 'file', bytes: input }, request)),
    use,
    write: tableFile,
  };
  return target as Target;
};

/** The same in a zip file. */
export const npz: MakeTarget = () => {
  const packed = (array: Uint8Array) => zipSync({ 'a.npy': array });
  const target: Target<Read> = {
    valid: [packed(npyFile([2, 3], [1, 2, 0, 3, 4, 1]))],
    mutate: (stream, valid, sealed) =>
      sealed ? packed(mutateBytes(stream, npyFile([2, 2], [1, 0, 2, 1]))) : mutateBytes(stream, valid),
    read: (input) => samplesOf(npzFormat.read({ file: 'file', bytes: input }, request)),
    use,
    write: (samples) => packed(tableFile(samples)),
  };
  return target as Target;
};

/** IDX files of any type, as tables. */
export const idxArrays: MakeTarget = () => {
  const file = (type: number, dims: readonly number[], body: Uint8Array) =>
    joined(
      Uint8Array.of(0, 0, type, dims.length),
      ...dims.map((n) => Uint8Array.of(0, 0, n >> 8, n & 255)),
      body,
    );
  const target: Target<Read> = {
    valid: [
      file(8, [2, 2], Uint8Array.of(1, 0, 2, 1)),
      file(13, [1, 2], Uint8Array.of(63, 128, 0, 0, 64, 0, 0, 0)),
    ],
    mutate: mutateBytes,
    read: (input) => samplesOf(idx.read({ file: 'file', bytes: input }, request)),
    use,
    write: (samples) => {
      const rows = columnsOf(samples);
      const body = Buffer.alloc(8 * rows.flat().length);
      for (const [i, value] of rows.flat().entries()) body.writeDoubleBE(value, 8 * i);
      return file(14, [rows.length, rows[0].length], new Uint8Array(body));
    },
  };
  return target as Target;
};

/** PNG images; compared by their pixels. */
export const png: MakeTarget = () => {
  const written = ({ width, height, channels, pixels }: Image) => {
    const image = new PNG({ width, height });
    const of = (pixel: number, c: number) => pixels[channels === 1 ? pixel : 3 * pixel + c];
    for (let i = 0; i < width * height; i++) image.data.set([of(i, 0), of(i, 1), of(i, 2), 255], 4 * i);
    return new Uint8Array(PNG.sync.write(image, { colorType: channels === 1 ? 0 : 2 }));
  };
  const target: Target<Image> = {
    valid: [
      written({ width: 3, height: 2, channels: 1, pixels: Uint8Array.of(0, 50, 100, 150, 200, 255) }),
      written({ width: 1, height: 2, channels: 3, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) }),
    ],
    mutate: mutateBytes,
    read: (input) => readPng('file', input),
    use: ({ width, height, channels, pixels }) =>
      expect(
        width > 0 && height > 0 && pixels.length === width * height * channels,
        'pixels that are not as many as said',
      ),
    write: written,
  };
  return target as Target;
};

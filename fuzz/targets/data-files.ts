import { gzipSync } from 'node:zlib';
import type { ClassSplit } from '../../src/data/dataset.js';
import { isGzip, unpack } from '../../src/data/gzip.js';
import { type Content, idxSplit, readIdx } from '../../src/data/idx.js';
import { readOptdigits } from '../../src/data/optdigits.js';
import { type RandomStream, randomStream } from '../../src/math/random.js';
import { joined, mutateBytes } from '../mutate/bytes.js';
import { pick } from '../mutate/pick.js';
import { expect, type MakeTarget, type Target } from '../target.js';

const content = (bytes: Uint8Array): Content => ({ file: 'file', bytes });

function idxBytes(dims: readonly number[], data: Uint8Array): Uint8Array {
  const header = new Uint8Array(4 + 4 * dims.length);
  header.set([0, 0, 8, dims.length]);
  const view = new DataView(header.buffer);
  for (const [i, n] of dims.entries()) view.setUint32(4 + 4 * i, n);
  return joined(header, data);
}

const sizes = [0, 1, 2, 3, 5, 255, 256, 65_536, 2 ** 31, 2 ** 32 - 1];

/** Other dimensions, with data as long as they say where that is not too long; or any bytes. */
function mutateIdx(stream: RandomStream, valid: Uint8Array, sealed: boolean): Uint8Array {
  if (!sealed) return mutateBytes(stream, valid);
  const dims = Array.from({ length: pick(stream, [1, 3, 3, 3, 2]) }, () => pick(stream, sizes));
  const size = dims.reduce((product, n) => product * n, 1);
  const data = Uint8Array.from({ length: Math.min(size, 5000) }, () => stream.integer(12));
  return idxBytes(dims, data);
}

function expectSplit({ count, shape, inputs: pixels, labels, scale }: ClassSplit, classes: number): void {
  const size = shape.reduce((product, n) => product * n, 1);
  expect(count > 0 && size > 0 && pixels.length === count * size, 'images that are not as many as said');
  expect(labels.length === count && labels.every((label) => label < classes), 'labels that are none');
  expect(
    pixels.every((pixel) => pixel * scale <= 1),
    'a pixel above 1',
  );
}

/** Images in the layout of MNIST, with labels made to fit. */
export const idxImages: MakeTarget = () => {
  const target: Target<ClassSplit> = {
    valid: [
      idxBytes(
        [3, 2, 2],
        Uint8Array.from({ length: 12 }, (_, i) => 20 * i),
      ),
    ],
    mutate: mutateIdx,
    read: (input) => {
      const count = readIdx(content(input), 3).dims[0];
      const labels = idxBytes([Math.min(count, 10_000)], new Uint8Array(Math.min(count, 10_000)));
      return idxSplit(content(input), content(labels), 10);
    },
    use: (read) => expectSplit(read, 10),
    write: ({ count, shape, inputs }) => idxBytes([count, ...shape], Uint8Array.from(inputs)),
  };
  return target as Target;
};

/** Labels in the layout of MNIST. */
export const idxLabels: MakeTarget = () => {
  const images = idxBytes([3, 1, 1], Uint8Array.of(1, 2, 3));
  const target: Target<ClassSplit> = {
    valid: [idxBytes([3], Uint8Array.of(0, 9, 5))],
    mutate: mutateIdx,
    read: (input) => idxSplit(content(images), content(input), 10),
    use: (read) => expectSplit(read, 10),
    write: ({ labels }) => idxBytes([labels.length], labels),
  };
  return target as Target;
};

const stream = randomStream(1, 'optdigits');
const line = () => [...Array.from({ length: 64 }, () => stream.integer(17)), stream.integer(10)].join();

/** Lines of optdigits. */
export const optdigits: MakeTarget = () => {
  const target: Target<ClassSplit> = {
    valid: [`${line()}\n${line()}\n`, `${line()}\r\n${line()}`].map((text) => new TextEncoder().encode(text)),
    mutate: mutateBytes,
    read: (input) => readOptdigits(content(input)),
    use: (read) => expectSplit(read, 10),
    write: ({ count, inputs: pixels, labels }) => {
      const rows = Array.from({ length: count }, (_, i) =>
        [...pixels.subarray(64 * i, 64 * i + 64), labels[i]].join(),
      );
      return new TextEncoder().encode(rows.join('\n'));
    },
  };
  return target as Target;
};

/** Packed files. */
export const gzip: MakeTarget = () => {
  const plain = Uint8Array.from({ length: 300 }, (_, i) => (i * i) % 251);
  const target: Target<Uint8Array> = {
    valid: [gzipSync(plain), gzipSync(new Uint8Array(100_000)), joined(gzipSync(plain), gzipSync(plain))],
    mutate: (random, valid, sealed) =>
      sealed ? gzipSync(mutateBytes(random, plain)) : mutateBytes(random, valid),
    read: (input) => unpack(input, 'file'),
    use: () => {},
    write: (read) => (isGzip(read) ? gzipSync(read) : read),
  };
  return target as Target;
};

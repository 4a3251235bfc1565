import { refuse } from '../errors.js';
import type { ClassSplit } from './dataset.js';

/** An array of bytes with its dimensions, as an IDX file holds it. */
export interface Idx {
  /** One to three dimensions, outermost first, such as [60000, 28, 28]. */
  readonly dims: readonly number[];
  /** The values in row-major order: a view on the file's bytes, not a copy. */
  readonly data: Uint8Array;
}

/** The uncompressed content of a file, with the name that errors call it by. */
export interface Content {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The type code of unsigned bytes, the only one that image sets use. */
const UBYTE = 0x08;
const MAGIC_BYTES = 4;

/**
 * Reads an IDX file of unsigned bytes (format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database"):
 * two zeros, the type, the number of dimensions, each dimension as big-endian uint32, the values.
 * @param rank number of dimensions it must have
 * @throws {InputError} naming the file when it is malformed, truncated or too long
 */
export function readIdx({ file, bytes }: Content, rank: 1 | 2 | 3): Idx {
  checkMagic(file, bytes, rank);
  const start = MAGIC_BYTES + 4 * rank;
  if (bytes.length < start) refuseSize(file, bytes.length, `a header of ${start} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dims = Array.from({ length: rank }, (_, i) => view.getUint32(MAGIC_BYTES + 4 * i));
  const size = dims.reduce((product, n) => product * n, 1);
  if (bytes.length !== start + size) {
    refuseSize(file, bytes.length, `${start + size} bytes for ${dims.join(' x ')} values`);
  }
  return { dims, data: bytes.subarray(start) };
}

/**
 * Pairs a file of images (3 dimensions) with a file of labels (1 dimension).
 * @throws {InputError} naming the file when one is malformed or empty, the counts differ, or a label is not a class
 */
export function idxSplit(images: Content, labels: Content, classes: number): ClassSplit {
  const { dims, data: pixels } = readIdx(images, 3);
  const { data } = readIdx(labels, 1);
  const [count, ...shape] = dims;
  if (pixels.length === 0)
    refuse({ where: images.file, got: dims.join(' x '), expected: 'at least one pixel' });
  if (data.length !== count) {
    refuse({
      where: labels.file,
      got: `${data.length} labels`,
      expected: `${count}, one for each image of ${images.file}`,
    });
  }
  const wrong = data.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    refuse({
      where: `${labels.file} label ${wrong}`,
      got: String(data[wrong]),
      expected: `0 .. ${classes - 1}`,
    });
  }
  return { count, shape, inputs: pixels, scale: 1 / 255, labels: data };
}

function checkMagic(file: string, bytes: Uint8Array, rank: number): void {
  if (bytes.length < MAGIC_BYTES)
    refuseSize(file, bytes.length, `an IDX header of ${MAGIC_BYTES + 4 * rank} bytes`);
  const [zero, zero2, type, dimensions] = bytes;
  if (zero !== 0 || zero2 !== 0) {
    const start = Buffer.from(bytes.subarray(0, MAGIC_BYTES)).toString('hex');
    refuse({
      where: file,
      got: `a file that starts with ${start}`,
      expected: 'an IDX file, which starts with 0000',
    });
  }
  if (type !== UBYTE) {
    refuse({ where: `${file} type`, got: hex(type), expected: `${hex(UBYTE)} (unsigned bytes)` });
  }
  if (dimensions !== rank) {
    refuse({
      where: `${file} dimensions`,
      got: String(dimensions),
      expected: String(rank),
      hint: swapHint(dimensions),
    });
  }
}

const swapHint = (dimensions: number) =>
  dimensions === 1 || dimensions === 3
    ? 'swapping the image file and the label file if they were mixed up'
    : undefined;

function refuseSize(file: string, got: number, expected: string): never {
  return refuse({ where: file, got: `${got} bytes`, expected, hint: 'fetching the file again' });
}

const hex = (byte: number) => `0x${byte.toString(16).padStart(2, '0')}`;

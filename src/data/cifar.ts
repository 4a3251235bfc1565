import { refuse } from '../errors.js';
import type { ClassSplit } from './dataset.js';
import type { Content } from './idx.js';
import { interleave } from './interleave.js';

const SIDE = 32;
const CHANNELS = 3;
const PLANE = SIDE * SIDE;
const SIZE = PLANE * CHANNELS;

/** What stands before the pixels of a record. */
export interface CifarLabels {
  /** How many bytes: 1 in CIFAR-10, 2 in CIFAR-100 (coarse, then fine). */
  readonly count: 1 | 2;
  /** Which of them is the label. */
  readonly at: 0 | 1;
  readonly classes: number;
}

/**
 * Reads records of labels and an image, its red, green and blue plane one after the other, each row by row
 * (A. Krizhevsky 2009, "The CIFAR-10 dataset", binary version). The images become [32, 32, 3].
 * @param contents files of which the records of one come after those of the other
 * @throws {InputError} naming the file that is empty, not made of whole records, or has a label that is no class
 */
export function readCifar(contents: readonly Content[], labelled: CifarLabels): ClassSplit {
  const record = labelled.count + SIZE;
  const counts = contents.map((content) => countIn(content, record));
  const count = counts.reduce((sum, n) => sum + n, 0);
  const inputs = new Uint8Array(count * SIZE);
  const labels = new Uint8Array(count);
  const strides = { row: SIDE, column: 1, channel: PLANE };
  const storage = { rows: SIDE, columns: SIDE, channels: CHANNELS, record, before: labelled.count, strides };
  let first = 0;
  for (const [i, content] of contents.entries()) {
    interleave(content.bytes, storage, inputs, first * SIZE);
    for (let k = 0; k < counts[i]; k++) labels[first + k] = labelIn(content, k, record, labelled);
    first += counts[i];
  }
  return { count, shape: [SIDE, SIDE, CHANNELS], inputs, scale: 1 / 255, labels };
}

function countIn({ file, bytes }: Content, record: number): number {
  const count = bytes.length / record;
  if (Number.isInteger(count) && count > 0) return count;
  const expected = `records of ${record} bytes each`;
  return refuse({ where: file, got: `${bytes.length} bytes`, expected, hint: 'fetching the file again' });
}

function labelIn({ file, bytes }: Content, k: number, record: number, { at, classes }: CifarLabels): number {
  const label = bytes[k * record + at];
  if (label < classes) return label;
  return refuse({ where: `${file} label ${k}`, got: String(label), expected: `0 .. ${classes - 1}` });
}

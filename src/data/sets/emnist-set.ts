import type { ClassSplit } from '../dataset.js';
import { idxSplit } from '../idx.js';
import { lowered, transposed } from '../transposed.js';
import type { Archive, ClassFileSet, DataFile } from './entry.js';

const archive: Archive = {
  ...{ folder: 'emnist', name: 'gzip.zip', inside: 'gzip', bytes: 600_000_000 },
  mirrors: [
    'https://biometrics.nist.gov/cs_links/EMNIST/',
    'https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/',
  ],
  packedMd5: '58c8d27c78d21e728a6bc7b3cc06412e',
};

const capitals = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const digits = [...'0123456789'];

/** What the labels of each part are called; small letters that look like capitals are merged with them in 47 classes. */
export const emnistNames = {
  digits,
  letters: capitals,
  merged: [...digits, ...capitals, ...'abdefghnqrt'],
  all: [...digits, ...capitals, ...'abcdefghijklmnopqrstuvwxyz'],
} as const;

/** A part of EMNIST. */
export interface EmnistPart {
  readonly name: string;
  readonly about: string;
  readonly counts: readonly [train: number, test: number];
  readonly names: readonly string[];
  /** The label of the first class: 1 for letters. */
  readonly from?: number;
}

/**
 * A part of EMNIST (Cohen, Afshar, Tapson, van Schaik 2017, arXiv:1702.05373). Its images are stored column by column; here they
 * stand upright. Of its files no checksum of their own is known for certain: the archive's is checked when they are fetched, and later
 * only how long they are.
 */
export function emnistSet({ name, about, counts, names, from = 0 }: EmnistPart): ClassFileSet {
  const file = (half: 'train' | 'test', what: 'images-idx3' | 'labels-idx1'): DataFile => {
    const count = counts[half === 'train' ? 0 : 1];
    const bytes = what === 'images-idx3' ? 16 + 784 * count : 8 + count;
    return { folder: 'emnist', name: `emnist-${name}-${half}-${what}-ubyte.gz`, mirrors: [], archive, bytes };
  };
  const split = (
    images: Parameters<typeof idxSplit>[0],
    labels: Parameters<typeof idxSplit>[1],
  ): ClassSplit => transposed(lowered(idxSplit(images, labels, names.length + from), labels.file, from));
  return {
    about: `${about}, ${counts.map((n) => n.toLocaleString('en-US')).join(' + ')} images of 28 x 28`,
    classes: names.length,
    classNames: names,
    files: [
      file('train', 'images-idx3'),
      file('train', 'labels-idx1'),
      file('test', 'images-idx3'),
      file('test', 'labels-idx1'),
    ],
    read: ([a, b, c, d]) => ({ train: split(a, b), test: split(c, d) }),
  };
}

import { refuse } from '../../errors.js';
import { adding as addTo } from '../../registry.js';
import { plainName } from '../gzip.js';
import type { Content } from '../idx.js';
import { csv } from './formats/csv.js';
import type { Format } from './formats/format.js';
import { idx } from './formats/idx.js';
import { npy } from './formats/npy.js';
import { npz } from './formats/npz.js';
import { parquet } from './formats/parquet.js';
import { safetensors } from './formats/safetensors.js';

/** The kinds of files that data of one's own may be in. A new one is a file in `formats/` and a line here. */
export const formats: Readonly<Record<string, Format>> = { csv, parquet, npy, npz, safetensors, idx };

/** Adds a format at run time: its files are read by `--data` from then on. @throws {InputError} */
export const addFormat = addTo<Format>('formats', formats, {
  about: 'string',
  endings: 'object',
  read: 'function',
});

/** Whether a file of one format may stand for one of another: tables do, by the names of their columns. */
export const alike = (one: string, other: string): boolean =>
  one === other || [one, other].every((name) => formats[name]?.table);

/** The kind of a file: by the end of its name, else by how it begins. @throws {InputError} when it is none of them */
export function formatOf({ file, bytes }: Content): string {
  const name = plainName(file).toLowerCase();
  // IDX files are called train-images-idx3-ubyte, without a dot.
  const byName = (one: string) =>
    formats[one].endings.some((ending) => name.endsWith(`.${ending}`) || name.endsWith(`-${ending}`));
  const known = Object.keys(formats);
  const found = known.find(byName) ?? known.find((one) => formats[one].starts?.(bytes));
  if (found !== undefined) return found;
  const kinds = known.map((one) => `${formats[one].about} (.${formats[one].endings[0]})`);
  return refuse({
    where: file,
    got: bytes.length === 0 ? 'an empty file' : 'a file of another kind',
    expected: `${kinds.join(', ')}, or a folder of PNG images for each class`,
  });
}

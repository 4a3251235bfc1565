import { refuse } from '../../errors.js';
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

/** The kind of a file: by the end of its name, else by how it begins. @throws {InputError} when it is none of them */
export function formatOf({ file, bytes }: Content): string {
  const name = plainName(file).toLowerCase();
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const byName = (one: string) => formats[one].endings.includes(ending) || name.endsWith(`-${one}`);
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

import { unzipSync } from 'fflate';
import { refuse } from '../../../errors.js';
import { fileLimits } from '../../../regular-file.js';
import type { Content } from '../../idx.js';
import { namedSamples } from '../named-arrays.js';
import type { Format } from './format.js';
import { readNpy } from './npy.js';

/** Several arrays of NumPy in a zip file, compressed or not. */
export const npz: Format = {
  about: 'NumPy arrays in one file',
  endings: ['npz'],
  starts: (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5),
  read: (content, request) => {
    const { file } = content;
    const entries = unzipped(content);
    const names = Object.keys(entries)
      .filter((name) => name.endsWith('.npy'))
      .map((name) => name.slice(0, -4));
    if (names.length === 0)
      refuse({ where: file, got: 'no array', expected: 'arrays NAME.npy in a zip file' });
    const of = (name: string) => readNpy({ file: `${file}: ${name}`, bytes: entries[`${name}.npy`] });
    return namedSamples(file, names, of, request);
  },
};

function unzipped({ file, bytes }: Content): Readonly<Record<string, Uint8Array>> {
  let total = 0;
  const entries = attempt(file, () =>
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!name.endsWith('.npy')) return false;
        total += originalSize;
        return total <= fileLimits.data;
      },
    }),
  );
  if (total > fileLimits.data)
    refuse({ where: file, got: `${total} bytes, unpacked`, expected: `at most ${fileLimits.data}` });
  return entries;
}

function attempt<R>(file: string, work: () => R): R {
  try {
    return work();
  } catch (error) {
    const got = `a damaged zip file (${(error as Error).message})`;
    return refuse({ where: file, got, expected: 'arrays NAME.npy in a zip file', hint: 'saving it again' });
  }
}

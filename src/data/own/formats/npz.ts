import { refuse } from '../../../errors.js';
import { readZip } from '../../zip.js';
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
    const entries = readZip(content, (path) => path.endsWith('.npy'));
    const names = Object.keys(entries)
      .filter((name) => name.endsWith('.npy'))
      .map((name) => name.slice(0, -4));
    if (names.length === 0)
      refuse({ where: file, got: 'no array', expected: 'arrays NAME.npy in a zip file' });
    const of = (name: string) => readNpy({ file: `${file}: ${name}`, bytes: entries[`${name}.npy`] });
    return namedSamples(file, names, of, request);
  },
};

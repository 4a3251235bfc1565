import { unzipSync } from 'fflate';
import { refuse } from '../errors.js';
import { fileLimits } from '../regular-file.js';
import type { Content } from './idx.js';

/**
 * Files of a zip archive by their paths, unpacked by fflate.
 * @param wanted which of them, by their paths
 * @throws {InputError} naming the archive when it is damaged, or what is wanted of it would fill the memory
 */
export function readZip(
  { file, bytes }: Content,
  wanted: (path: string) => boolean,
): Readonly<Record<string, Uint8Array>> {
  let total = 0;
  const files = attempt(file, () =>
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!wanted(name)) return false;
        total += originalSize;
        return total <= fileLimits.arrays;
      },
    }),
  );
  if (total > fileLimits.arrays)
    refuse({ where: file, got: `${total} bytes, unpacked`, expected: `at most ${fileLimits.arrays}` });
  return files;
}

function attempt<R>(file: string, work: () => R): R {
  try {
    return work();
  } catch (error) {
    const got = `a damaged zip archive (${(error as Error).message})`;
    return refuse({ where: file, got, expected: 'a whole one', hint: 'saving or fetching it again' });
  }
}

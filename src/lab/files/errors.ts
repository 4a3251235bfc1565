import { refuse } from '../../errors.js';

type Words = Readonly<Record<string, readonly [got: string, hint?: string]>>;

const reasons: Words = {
  EACCES: ['no permission', 'another folder, or changing its permissions'],
  EPERM: ['no permission', 'another folder, or changing its permissions'],
  EROFS: ['a read-only file system', 'a folder on another disk'],
  ENOSPC: ['a full disk', 'freeing space or a folder on another disk'],
  EDQUOT: ['a disk quota used up', 'freeing space or a folder on another disk'],
  ENOENT: ['nothing there', 'checking the spelling'],
  EISDIR: ['a folder', 'the path of a file in it'],
  ENOTDIR: ['a file where a folder has to be', 'checking the spelling'],
  EMFILE: ['too many open files', 'fewer runs at once or a higher `ulimit -n`'],
  ENAMETOOLONG: ['a name too long for the file system', 'a shorter one'],
  ENXIO: ['a pipe with nobody at its other end', 'a file'],
  ELOOP: ['links that lead in a circle'],
  ERR_FS_FILE_TOO_LARGE: ['more than 2 GiB'],
  ERR_INVALID_ARG_VALUE: ['a name that no file can have'],
};

/** What is different where a file is written: a missing folder has another remedy than a missing file. */
const writing: Words = {
  ENOENT: ['no folder to hold it', 'creating the folder first'],
  ELOOP: ['a link', 'removing it: what it leads to is left alone'],
};

/**
 * Does file work, turning what the system refuses into one line for the user.
 * @param expected what the path had to be, such as "a file to read"
 * @throws {InputError} naming the path, what was met and what to try; other errors pass through
 */
export function withPath<R>(path: string, expected: string, work: () => R, forWriting = false): R {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    const known = code && ((forWriting ? writing[code] : undefined) ?? reasons[code]);
    // Node's own codes, other than those listed, tell of a mistake in the program.
    if (!code || (!known && code.startsWith('ERR_'))) throw error;
    const [got, hint] = known || [`error ${code}`];
    return refuse({ where: path, got, expected, hint });
  }
}

/** The system's code of an error, such as ENOENT, or undefined if it has none. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

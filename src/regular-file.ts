import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { refuse } from './errors.js';

/** The most bytes that are read of a file of each kind. */
export const fileLimits = {
  /** JSON that a person writes, or that stands beside a run. */
  json: 64 * 2 ** 20,
  /** Rows: metrics, logs of messages. They become one string, which has a limit of its own. */
  rows: 500 * 2 ** 20,
  /** Tensors. */
  tensors: 2 ** 31 - 1,
  /** A file of a data set, packed or unpacked. */
  data: 256 * 2 ** 20,
  /** The same of data of one's own, and of large data sets. */
  arrays: 2 ** 30,
} as const;

/** A kind of file, as far as its size is concerned. */
export type FileKind = keyof typeof fileLimits;

/**
 * The bytes of a regular file. A pipe or device, which may have no end or never begin, is refused before it is read.
 * @throws {InputError} on another kind of file, or one of more bytes than its kind may have; what the system refuses
 * passes through
 */
export function readRegularFile(path: string, kind: FileKind): Uint8Array {
  // Without this flag opening a pipe waits for somebody to write to it.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) refuseKind(path, stat);
    if (stat.size > fileLimits[kind]) refuseSize(path, kind, `${stat.size} bytes`);
    return readUpTo(file, stat.size, () => refuseSize(path, kind, 'more'), fileLimits[kind]);
  } finally {
    closeSync(file);
  }
}

// The files of /proc, and one that grows, have more than they say.
function readUpTo(file: number, size: number, refuseMore: () => never, limit: number): Uint8Array {
  let bytes = new Uint8Array(size + 1);
  let done = 0;
  for (;;) {
    const count = readSync(file, bytes, done, Math.min(bytes.length - done, 2 ** 30), null);
    if (count === 0) return bytes.subarray(0, done);
    done += count;
    if (done > limit) refuseMore();
    if (done < bytes.length) continue;
    const larger = new Uint8Array(Math.min(2 * bytes.length + 65_536, limit + 1));
    larger.set(bytes);
    bytes = larger;
  }
}

function refuseKind(path: string, stat: Stats): never {
  if (stat.isDirectory()) {
    refuse({ where: path, got: 'a folder', expected: 'a file to read', hint: 'the path of a file in it' });
  }
  const got = stat.isFIFO() || stat.isSocket() ? 'a pipe' : 'a device';
  return refuse({ where: path, got, expected: 'a file to read', hint: 'writing it to a file first' });
}

function refuseSize(path: string, kind: FileKind, got: string): never {
  return refuse({ where: path, got, expected: `at most ${fileLimits[kind]} bytes of ${kind}` });
}

import { closeSync, constants, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { refuse } from '../../errors.js';
import { withPath } from './errors.js';
import { decodeText, parseJson, readBytes } from './read.js';
import { writeFileAtomic } from './write.js';

// A pipe that nobody reads would keep us waiting.
const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const appending = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK;

/** One row of a JSON lines file: a JSON object. */
export type JsonRow = Readonly<Record<string, unknown>>;

/**
 * Appends rows to a JSON lines file, each handed to the system before `append` returns, so that a killed process
 * loses none. A row counts once its newline is written; a torn last line is never read back.
 */
export class JsonLines {
  readonly #path: string;
  readonly #file: number;

  /** Rows in the file. */
  count = 0;

  /**
   * Opens or creates the file, to append; a torn last line is cut off first. A link is refused: its target is not ours.
   * @throws {InputError} naming the path when that cannot be done
   */
  constructor(path: string) {
    this.#path = path;
    this.#file = withPath(path, 'a file to append to', () => openSync(path, appending), true);
    const { size } = fstatSync(this.#file);
    if (size === 0) return;
    const whole = wholeLines(readBytes(path, 'rows'));
    cutTo(this.#file, whole.length);
    for (const byte of whole) if (byte === 10) this.count++;
  }

  /** Writes one row; numbers that are not finite become null. @throws {InputError} as the constructor; no part of the row stays */
  append(row: JsonRow): void {
    const bytes = Buffer.from(`${JSON.stringify(row)}\n`);
    withPath(this.#path, 'a file to append to', () => {
      const { size } = fstatSync(this.#file);
      try {
        for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
      } catch (error) {
        cutTo(this.#file, size);
        throw error;
      }
    });
    this.count++;
  }

  /** Returns when all rows are on the disk, to stay there through a power cut. @throws {InputError} as the constructor */
  flush(): void {
    withPath(this.#path, 'a file to append to', () => fsyncSync(this.#file));
  }

  /** Closes the file; no row can be written after. */
  close(): void {
    closeSync(this.#file);
  }
}

/** The rows of a JSON lines file, without a torn last one. @throws {InputError} naming file and line of a bad row */
export function readJsonLines(path: string): JsonRow[] {
  return readLines(path).map(({ row }) => row);
}

/**
 * Cuts a JSON lines file down to the rows to keep, atomically; a torn last line goes too. For going on with a run
 * from a checkpoint older than its last rows.
 * @returns the rows kept
 * @throws {InputError} as readJsonLines and writeFileAtomic
 */
export function truncateJsonLines(path: string, keep: (row: JsonRow, i: number) => boolean): JsonRow[] {
  const kept = readLines(path).filter(({ row }, i) => keep(row, i));
  writeFileAtomic(path, kept.map(({ line }) => `${line}\n`).join(''));
  return kept.map(({ row }) => row);
}

function readLines(path: string): { line: string; row: JsonRow }[] {
  const lines = decodeText(wholeLines(readBytes(path, 'rows')), path).split('\n');
  lines.pop();
  return lines.map((line, i) => ({ line, row: parseRow(line, path, i + 1) }));
}

/** The lines that end in a newline; cut as bytes, for a torn line may end inside a character. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.lastIndexOf(10) + 1);
}

function cutTo(file: number, size: number): void {
  try {
    ftruncateSync(file, size);
  } catch {
    // A pipe or a device keeps what it was given.
  }
}

function parseRow(line: string, path: string, number: number): JsonRow {
  const row = parseJson(line, path, number);
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row as JsonRow;
  return refuse({
    where: `${path}:${number}`,
    got: line.slice(0, 60),
    expected: 'a JSON object on each line',
  });
}

import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { withPath } from '../files/errors.js';

/**
 * A file that is written as things go, under the name `PATH.part` until it is complete. Whoever watches a simulation cannot
 * stop it: a failure to write is kept, nothing more is written, and `failure` or `close` tells of it.
 */
export class PartFile {
  /** Bytes written. */
  size = 0;
  /** What went wrong first. */
  private failure: unknown;
  private readonly file: number;
  private open = true;

  /** @throws {InputError} when the file cannot be created */
  constructor(
    readonly path: string,
    readonly part = `${path}.part`,
  ) {
    this.file = withPath(path, 'a file to write', () => openSync(part, 'w+'), true);
  }

  /** Appends. */
  write(bytes: Uint8Array): void {
    if (this.failure === undefined) this.attempt(() => this.put(bytes, this.size));
    this.size += bytes.length;
  }

  /** Overwrites what is at a place. */
  writeAt(bytes: Uint8Array, place: number): void {
    if (this.failure === undefined) this.attempt(() => this.put(bytes, place));
  }

  /** Appends another one, in pieces. */
  append(other: PartFile): void {
    const piece = Buffer.alloc(1 << 20);
    for (let done = 0; done < other.size && this.failure === undefined; ) {
      const from = done;
      this.attempt(() => {
        done += readSync(other.file, piece, 0, Math.min(piece.length, other.size - from), from);
      });
      if (done > from) this.write(piece.subarray(0, done - from));
      else this.failure ??= other.failure ?? new Error(`${other.part} is shorter than what was written`);
    }
    this.failure ??= other.failure;
  }

  /** Gives the file its name. @throws {InputError} when the disk is full, then or earlier */
  close(): void {
    if (this.failure !== undefined) throw this.failure;
    this.release();
    withPath(this.path, 'a file to write', () => renameSync(this.part, this.path), true);
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.release();
    rmSync(this.part, { force: true });
  }

  private release(): void {
    if (this.open) closeSync(this.file);
    this.open = false;
  }

  private put(bytes: Uint8Array, place: number): void {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.file, bytes, done, bytes.length - done, place + done);
    }
  }

  private attempt(work: () => void): void {
    try {
      withPath(this.path, 'a file to write', work, true);
    } catch (error) {
      this.failure = error;
    }
  }
}

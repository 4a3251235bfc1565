import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Message } from '../sim/events/message.js';
import { withPath } from './files/errors.js';

const bufferSize = 1 << 20;

/**
 * Writes messages as JSON Lines (time, source, target, kind, value) as they come, in large pieces. The file has
 * its name only once it is complete.
 */
export class MessageLog {
  /** Messages written. */
  count = 0;
  private readonly part: string;
  private readonly file: number;
  private lines: string[] = [];
  private buffered = 0;
  private open = true;

  /** @throws {InputError} when the file cannot be created */
  constructor(private readonly path: string) {
    this.part = `${path}.part`;
    this.file = withPath(path, 'a file to write', () => openSync(this.part, 'w'), true);
  }

  write({ time, source, target, kind, value }: Message): void {
    const line = `${JSON.stringify({ time, source, target, kind, value })}\n`;
    this.lines.push(line);
    this.buffered += line.length;
    this.count++;
    if (this.buffered >= bufferSize) this.flush();
  }

  /** Completes the file. @throws {InputError} when the disk is full */
  close(): void {
    this.flush();
    this.closeFile();
    withPath(this.path, 'a file to write', () => renameSync(this.part, this.path), true);
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.closeFile();
    rmSync(this.part, { force: true });
  }

  private closeFile(): void {
    if (this.open) closeSync(this.file);
    this.open = false;
  }

  private flush(): void {
    const bytes = Buffer.from(this.lines.join(''));
    withPath(
      this.path,
      'a file to write',
      () => {
        for (let done = 0; done < bytes.length; ) done += writeSync(this.file, bytes, done);
      },
      true,
    );
    this.lines = [];
    this.buffered = 0;
  }
}

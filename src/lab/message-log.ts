import type { Message } from '../messages/message.js';
import { exactJson } from './files/exact-json.js';
import { PartFile } from './recorders/part-file.js';

const bufferSize = 1 << 20;

/**
 * Writes messages as JSON Lines (time, source, target, kind, value; also a `future`, or what else is said) as they come, in
 * large pieces, every bit of a number: it keeps 1 MiB in memory,
 * however many there are. The file has its name only once it is complete.
 */
export class MessageLog {
  /** Messages written. */
  count = 0;
  private readonly file: PartFile;
  private readonly buffer = Buffer.allocUnsafeSlow(bufferSize);
  private buffered = 0;

  /** @throws {InputError} when the file cannot be created */
  constructor(path: string) {
    this.file = new PartFile(path);
  }

  write(message: Message): void {
    const line = `${exactJson(message)}\n`;
    this.count++;
    // A UTF-16 unit takes at most three bytes.
    if (this.buffered + 3 * line.length > bufferSize) this.flush();
    if (3 * line.length > bufferSize) this.file.write(Buffer.from(line));
    else this.buffered += this.buffer.write(line, this.buffered);
  }

  /** Completes the file. @throws {InputError} when the disk is full, or was */
  close(): void {
    this.flush();
    this.file.close();
  }

  /** Leaves nothing behind. */
  abandon(): void {
    this.file.abandon();
  }

  private flush(): void {
    this.file.write(this.buffer.subarray(0, this.buffered));
    this.buffered = 0;
  }
}

import type { Frame } from '../../sim/events/watch/index.js';
import { SpillFile } from './spill-file.js';

/**
 * Writes what actors were at given times as safetensors, as they come: `time` [samples] in tau, `QUANTITY` [samples, actors],
 * both F64, and the actors' names as a JSON list in the metadata `actors`.
 */
export class FrameFile {
  private readonly file: SpillFile;

  /** @throws {InputError} when the file cannot be created */
  constructor(path: string, quantity: string, actors: readonly string[]) {
    const columns = [
      { name: quantity, dtype: 'F64', width: actors.length },
      { name: 'time', dtype: 'F64' },
    ] as const;
    this.file = new SpillFile(path, columns, { actors: JSON.stringify(actors) });
  }

  /** Samples written. */
  get count(): number {
    return this.file.count;
  }

  write({ time, values }: Frame): void {
    const row = this.file.next();
    this.file.column(0).set(values, row * values.length);
    this.file.column(1)[row] = time;
  }

  /** @throws {InputError} when the disk is full, or was */
  close(): void {
    this.file.close();
  }

  abandon(): void {
    this.file.abandon();
  }
}

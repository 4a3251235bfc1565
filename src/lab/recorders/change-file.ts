import type { Change } from '../../sim/events/watch/index.js';
import { SpillFile } from './spill-file.js';

/**
 * Writes what actors were set to as safetensors, as it happens: `time` [changes] in tau (F64), `actor` [changes] (U32, its
 * place in the JSON list `actors` of the metadata), `QUANTITY` [changes] (F64).
 */
export class ChangeFile {
  private readonly file: SpillFile;

  /** @throws {InputError} when the file cannot be created */
  constructor(path: string, quantity: string, actors: readonly string[]) {
    const columns = [
      { name: quantity, dtype: 'F64' },
      { name: 'time', dtype: 'F64' },
      { name: 'actor', dtype: 'U32' },
    ] as const;
    this.file = new SpillFile(path, columns, { actors: JSON.stringify(actors) });
  }

  /** Changes written. */
  get count(): number {
    return this.file.count;
  }

  write({ time, actor, value }: Change): void {
    const row = this.file.next();
    this.file.column(0)[row] = value;
    this.file.column(1)[row] = time;
    this.file.column(2)[row] = actor;
  }

  /** @throws {InputError} when the disk is full, or was */
  close(): void {
    this.file.close();
  }

  abandon(): void {
    this.file.abandon();
  }
}

import { join } from 'node:path';
import type { EventSimulator } from '../../sim/events/engine.js';
import type { QuantityName } from '../../sim/events/watch/index.js';
import type { Rule } from '../../sim/rule.js';
import { writeFileAtomic } from '../files.js';
import { ChangeFile } from './change-file.js';
import { FrameFile } from './frame-file.js';
import { Picture } from './picture.js';

/** What to record of whom. */
export interface Wanted {
  readonly quantity: QuantityName;
  readonly selections: readonly string[];
}

/** When: every so many tau, or on change, where pictures are drawn of what is there every `draw` tau. */
export interface Pace {
  readonly every?: number | undefined;
  readonly draw: number;
  /** Of the presentations that are recorded; activation relaxation if not given. */
  readonly rule?: Rule | undefined;
}

/** Records one quantity into a folder: `QUANTITY.safetensors`, and `QUANTITY.svg`. */
export class Recording {
  private readonly file: FrameFile | ChangeFile;
  private readonly picture: Picture;
  private readonly stopping: { unsubscribe(): void };

  /** @throws {InputError} on names, as `EventSimulator.watch`, or when a file cannot be created */
  constructor(
    simulator: EventSimulator,
    private readonly folder: string,
    private readonly wanted: Wanted,
    { every, draw, rule }: Pace,
  ) {
    const { quantity, selections } = wanted;
    const path = join(folder, `${quantity}.safetensors`);
    if (every === undefined) {
      const { actors, seen } = simulator.changes(quantity, selections, rule);
      const file = new ChangeFile(path, quantity, actors);
      this.stopping = seen.subscribe((change) => file.write(change));
      this.file = file;
    } else {
      const { actors, seen } = simulator.watch(quantity, selections, { every }, rule);
      const file = new FrameFile(path, quantity, actors);
      this.stopping = seen.subscribe((frame) => file.write(frame));
      this.file = file;
    }
    this.picture = new Picture(simulator, quantity, selections, every ?? draw, rule);
  }

  /** Rows written. */
  get count(): number {
    return this.file.count;
  }

  /** Completes the files. @throws {InputError} when the disk is full, or was */
  close(): void {
    this.stop();
    const { quantity } = this.wanted;
    writeFileAtomic(join(this.folder, `${quantity}.svg`), this.picture.svg(titles[quantity]));
    this.file.close();
  }

  /** Leaves nothing unfinished behind. */
  abandon(): void {
    this.stop();
    this.file.abandon();
  }

  private stop(): void {
    this.stopping.unsubscribe();
    this.picture.stop();
  }
}

const titles: Readonly<Record<QuantityName, string>> = {
  activity: 'Activities',
  drive: 'Drives',
  weight: 'Weights',
};

import { join } from 'node:path';
import type { EventSimulator } from '../../sim/events/engine.js';
import { type Pace, Recording, type Wanted } from './recording.js';

/** Several quantities that are recorded together: all of them, or none. */
export class Recordings {
  constructor(private readonly all: readonly (readonly [file: string, recording: Recording])[]) {}

  /** Rows written, by file. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.all.map(([file, { count }]) => [file, count]));
  }

  /** Completes the files. @throws {InputError} when the disk is full, or was */
  close(): void {
    for (const [, recording] of this.all) recording.close();
  }

  /** Leaves nothing unfinished behind. */
  abandon(): void {
    for (const [, recording] of this.all) recording.abandon();
  }
}

/** Begins to record into a folder. @throws {InputError} as `Recording`; then nothing is left open */
export function recordInto(
  folder: string,
  simulator: EventSimulator,
  wanted: readonly Wanted[],
  pace: Pace,
): Recordings {
  const begun: [string, Recording][] = [];
  try {
    for (const one of wanted) {
      const file = join(folder, `${one.quantity}.safetensors`);
      begun.push([file, new Recording(simulator, folder, one, pace)]);
    }
  } catch (error) {
    new Recordings(begun).abandon();
    throw error;
  }
  return new Recordings(begun);
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Configuration, configurationOf } from '../../src/lab/configuration.js';
import { holdFolder, JsonLines, type JsonRow, readJsonLines } from '../../src/lab/files.js';
import type { Lock } from '../../src/system/lock.js';
import { recordSchema, type TrainingRecord } from './record.js';

/** Trainings that were done before, in `runs.jsonl` of a folder, where no other process works; without one, only in memory. */
export class Cache {
  private readonly records = new Map<string, TrainingRecord>();
  private readonly file: JsonLines | undefined;
  private readonly lock: Lock | undefined;

  /** @throws {InputError} when another process keeps its trainings there */
  constructor(folder: string | undefined) {
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    this.lock = holdFolder(folder);
    const path = join(folder, 'runs.jsonl');
    if (existsSync(path)) for (const row of readJsonLines(path)) this.remember(row);
    this.file = new JsonLines(path);
  }

  find(configuration: Configuration): TrainingRecord | undefined {
    return this.records.get(keyOf(configuration));
  }

  /** Keeps a record; on disk before this returns. */
  add(record: TrainingRecord): void {
    const key = keyOf(configurationOf(record.configuration));
    this.records.set(key, record);
    this.file?.append({ key, ...record });
  }

  close(): void {
    this.file?.close();
    this.lock?.release();
  }

  // Keys are made anew: a setting that came later stands in old rows with its default, as if it had been there.
  private remember(row: JsonRow): void {
    const read = recordSchema.safeParse(row);
    if (!read.success) return;
    try {
      this.records.set(keyOf(configurationOf(read.data.configuration)), read.data);
    } catch {
      // A row of settings that there are no more.
    }
  }
}

/** The same for configurations whose trainings give the same numbers. */
export function keyOf({ checkpointEvery, logEvery, ...configuration }: Configuration): string {
  return createHash('sha256').update(canonical(configuration)).digest('hex').slice(0, 16);
}

// JSON, whatever the order in which keys were given.
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

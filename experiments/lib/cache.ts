import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/errors.js';
import { type Configuration, configurationOf } from '../../src/lab/configuration.js';
import { holdFolder, JsonLines, readJsonLines } from '../../src/lab/files.js';
import type { Lock } from '../../src/system/lock.js';
import { recordSchema, type TrainingRecord } from './record.js';

/** Trainings that were done before, in `runs.jsonl` of a folder, where no other process works; without one, only in memory. */
export class Cache {
  private readonly records: Map<string, TrainingRecord>;
  private readonly file: JsonLines | undefined;
  private readonly lock: Lock | undefined;

  /** @throws {InputError} when another process keeps its trainings there */
  constructor(folder: string | undefined) {
    this.records = new Map();
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    this.lock = holdFolder(folder);
    const path = join(folder, 'runs.jsonl');
    if (existsSync(path)) this.records = readRecords(path);
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
}

/**
 * Trainings in a file of rows, by key; rows of settings that there are no more are passed over. Keys are made anew: a setting
 * that came later stands in old rows with its default, as if it had been there.
 * @throws {InputError} naming the line, on one that is no JSON
 */
export function readRecords(path: string): Map<string, TrainingRecord> {
  const entries = readJsonLines(path).flatMap((row) => {
    const { data } = recordSchema.safeParse(row);
    if (!data) return [];
    const key = keyIn(data);
    return key === undefined ? [] : [[key, data] as const];
  });
  return new Map(entries);
}

function keyIn({ configuration }: TrainingRecord): string | undefined {
  try {
    return keyOf(configurationOf(configuration));
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
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

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exactJson } from '../../src/lab/files/exact-json.js';
import { mutateJson } from '../mutate/json.js';
import { mutateLines } from '../mutate/lines.js';
import type { Target } from '../target.js';

/** A parser of a text, as far as targets differ. */
export interface Parser<V> {
  readonly valid: readonly unknown[];
  read(path: string): V;
  use?(value: V): void;
  write(value: V): unknown;
}

/** A text, or a value as JSON. */
export const encode = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : exactJson(value));

/** Writes an input into a folder. @returns the path */
export function put(folder: string, name: string, input: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, input);
  return path;
}

/** A parser of JSON files. @param name of the file */
export const jsonTarget = <V>(folder: string, name: string, parser: Parser<V>): Target<V> => ({
  ...textTarget(folder, name, parser),
  mutate: (stream, valid) => encode(mutateJson(stream, new TextDecoder().decode(valid))),
});

/** A parser of files with JSON in each line. @param name of the file */
export const linesTarget = <V>(folder: string, name: string, parser: Parser<V>): Target<V> => ({
  ...textTarget(folder, name, parser),
  mutate: (stream, valid) => encode(mutateLines(stream, new TextDecoder().decode(valid))),
});

const textTarget = <V>(folder: string, name: string, { valid, read, use = () => {}, write }: Parser<V>) => ({
  valid: valid.map(encode),
  read: (input: Uint8Array) => read(put(folder, name, input)),
  use,
  write: (value: V) => encode(write(value)),
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../src/lab/files.js';
import { readValue } from '../src/schema.js';
import type { Finding } from './slice.js';

const schema = z.strictObject({
  parser: z.string('a parser'),
  seed: z.int('a whole number'),
  index: z.int('a count').min(0, 'a count'),
  kind: z.enum(['crash', 'hang', 'memory', 'nonsense', 'message']),
  what: z.string('what is wrong'),
  input: z.base64('the input, in base64'),
});

/** Writes a finding so that it can be tried again. @returns the path */
export function writeFinding(folder: string, { input, ...finding }: Finding): string {
  const { parser, seed, index } = finding;
  const path = join(folder, `${parser}-${seed}-${index}.json`);
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ ...finding, input: Buffer.from(input).toString('base64') }, null, 2);
  writeFileSync(path, `${text}\n`);
  return path;
}

/** @throws {InputError} on a file that holds none */
export function readFinding(path: string): Finding {
  const { input, ...finding } = readValue(path, schema, readJson(path));
  return { ...finding, input: Uint8Array.from(Buffer.from(input, 'base64')) };
}

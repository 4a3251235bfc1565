import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for the tests of a file; it goes when they are done. */
export function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'relaxon-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything in a folder: the name of each file and folder below it, and a digest of each file's bytes. */
export function contents(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(names.map((name) => [name, digest(join(folder, name))]));
}

/** A file's bytes as text, so that a difference can be shown. */
export const bytesOf = (path: string): string => readFileSync(path).toString('latin1');

function digest(path: string): string {
  if (!statSync(path).isFile()) return 'folder';
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

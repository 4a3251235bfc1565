import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty directory that goes when the test does. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'relaxon-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The bytes of an IDX file with this content. */
export function idxBytes(dims: readonly number[], values: readonly number[], type = 0x08): Uint8Array {
  const header = [
    0,
    0,
    type,
    dims.length,
    ...dims.flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]),
  ];
  return Uint8Array.from([...header, ...values]);
}

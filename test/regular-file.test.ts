import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readPlainOrGzip } from '../src/data/gzip.js';
import { InputError } from '../src/errors.js';
import { JsonLines, readBytes, readJson, readJsonLines } from '../src/lab/files.js';
import { readSafetensors } from '../src/lab/safetensors/index.js';
import { fileLimits, readRegularFile } from '../src/regular-file.js';

const folder = mkdtempSync(join(tmpdir(), 'relaxon-regular-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

/** A file that has a size and, on most disks, takes no space. */
function sparse(name: string, size: number): string {
  writeFileSync(at(name), '');
  truncateSync(at(name), size);
  return at(name);
}

describe.skipIf(process.platform === 'win32')('what is no regular file is refused before it is read', () => {
  const pipe = at('pipe');
  execFileSync('mkfifo', [pipe]);
  const readers = { readJson, readJsonLines, readSafetensors };

  it.each(Object.entries(readers))('by %s', (_, read) => {
    expect(() => read('/dev/zero')).toThrow('/dev/zero: got a device, expected a file to read.');
    expect(() => read(pipe)).toThrow(`${pipe}: got a pipe, expected a file to read.`);
    expect(() => read(folder)).toThrow(`${folder}: got a folder, expected a file to read.`);
  });

  it('by the reader of data', async () => {
    await expect(readPlainOrGzip('/dev/zero')).rejects.toThrow('got a device');
    await expect(readPlainOrGzip(pipe)).rejects.toThrow('got a pipe');
  });

  it('by whoever would append to it', () => {
    expect(() => new JsonLines(pipe)).toThrow(
      `${pipe}: got a pipe with nobody at its other end, expected a file to append to. Try a file.`,
    );
  });
});

describe('the size of a file', () => {
  it.each(['json', 'rows', 'tensors', 'data'] as const)('of %s has a limit, in the error', (kind) => {
    const path = sparse(kind, fileLimits[kind] + 1);
    expect(() => readBytes(path, kind)).toThrow(
      `${path}: got ${fileLimits[kind] + 1} bytes, expected at most ${fileLimits[kind]} bytes of ${kind}.`,
    );
  });

  it('may be more than it says', () => {
    // Such files have none to tell, as one that grows while it is read.
    const text = Buffer.from(readRegularFile('/proc/self/status', 'json')).toString();
    expect(text).toMatch(/^Name:\t[\s\S]*\n$/);
    expect(Buffer.from(readRegularFile(sparse('exact', 100_000), 'json')).equals(Buffer.alloc(100_000))).toBe(
      true,
    );
  });

  it('is limited unpacked as well', async () => {
    // Many members, each some hundredths of a percent of what it unpacks to.
    const member = gzipSync(Buffer.alloc(2 ** 24));
    const path = at('bomb.gz');
    writeFileSync(path, Buffer.concat(Array(fileLimits.data / 2 ** 24 + 1).fill(member)));
    const reading = readPlainOrGzip(path);
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(`${path}: got gzip of more than ${fileLimits.data} bytes`);
  });
});

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DataFile } from '../../src/data/sets/entry.js';
import { scratch } from './scratch.js';

/** The same `n` bytes each time, which gzip cannot shrink, so that they arrive in several chunks. */
export const noise = (n: number) => createHash('shake256', { outputLength: n }).update('noise').digest();
/** What the file holds, unpacked. */
export const content = noise(300_000);
/** The file as a server has it. */
export const body = gzipSync(content);
/** Where a connection breaks. */
export const half = Math.floor(body.length / 2);
/** sha256 of the content, in hex. */
export const sum = createHash('sha256').update(content).digest('hex');

/** The catalogue's entry of the file, served at these addresses as `/a.gz`. */
export const fileAt = (...mirrors: string[]): DataFile => ({
  folder: 'set',
  name: 'a.gz',
  mirrors: mirrors.map((url) => `${url}/`),
  bytes: content.length,
  sha256: sum,
});

/** Whether a file is exactly these bytes. */
export const holds = (path: string, bytes: Uint8Array) => readFileSync(path).equals(bytes);

/** A directory to download into. */
export function workplace() {
  const directory = scratch();
  const target = join(directory, 'set', 'a.gz');
  const names = () => readdirSync(join(directory, 'set'));
  /** Leaves behind what an earlier download brought. */
  const leave = (bytes: Uint8Array) => {
    mkdirSync(join(directory, 'set'), { recursive: true });
    writeFileSync(`${target}.part`, bytes);
  };
  return { directory, target, names, leave, env: {} };
}

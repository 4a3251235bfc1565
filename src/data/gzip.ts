import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InputError, refuse } from '../errors.js';
import { type FileKind, fileLimits, readRegularFile } from '../regular-file.js';

/** The name without its `.gz`: what the file is called once unpacked. */
export function plainName(name: string): string {
  return name.endsWith('.gz') ? name.slice(0, -'.gz'.length) : name;
}

/** The file `name` as it lies in `directory`, plain or else as `.gz`, whichever is there; undefined when neither is. */
export async function findPlainOrGzip(directory: string, name: string): Promise<string | undefined> {
  const plain = join(directory, plainName(name));
  for (const path of [plain, `${plain}.gz`]) if (await isFile(path)) return path;
  return undefined;
}

/** A file as it lies on disk, and its uncompressed content: the same bytes where it is plain. */
export interface Packed {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly packed: Uint8Array;
}

/** Reads both. @throws {InputError} as `readPlainOrGzip` */
export async function readPacked(file: string, kind: FileKind = 'data'): Promise<Packed> {
  const packed = onDisk(file, kind);
  const bytes = unpack(packed, file, fileLimits[kind]);
  return { file, packed, bytes: isGzip(packed) ? bytes : packed };
}

/**
 * The uncompressed content of a plain or gzipped file.
 * @throws {InputError} when it cannot be read or is too large, or its gzip is truncated, corrupted or unpacks to too much
 */
export async function readPlainOrGzip(path: string, kind: FileKind = 'data'): Promise<Uint8Array> {
  return unpack(onDisk(path, kind), path, fileLimits[kind]);
}

function onDisk(path: string, kind: FileKind): Uint8Array {
  try {
    return readRegularFile(path, kind);
  } catch (error) {
    if (error instanceof InputError) throw error;
    return refuse({ where: path, got: (error as Error).message, expected: 'a readable file' });
  }
}

/**
 * Unpacks gzip; other bytes are returned as they are, unless the name promises gzip.
 * @throws {InputError} naming `where` when the gzip is truncated or corrupted, or unpacks to more than a data file may have
 */
export function unpack(bytes: Uint8Array, where: string, limit: number = fileLimits.data): Uint8Array {
  if (!isGzip(bytes)) return where.endsWith('.gz') ? refuseNoGzip(bytes, where) : view(bytes);
  try {
    return gunzip(bytes, limit);
  } catch (error) {
    return refuse({
      where,
      got: (error as Error).message,
      expected: 'a complete gzip file',
      hint: 'deleting the file and fetching it again',
    });
  }
}

/**
 * Unpacks gzip of at most `limit` uncompressed bytes, so that no file can fill the memory.
 * @throws {Error} saying in a few words whether it is truncated, corrupted or too large
 */
export function gunzip(bytes: Uint8Array, limit: number): Uint8Array {
  try {
    return view(gunzipSync(bytes, { maxOutputLength: limit }));
  } catch (error) {
    throw new Error(describe(error as NodeJS.ErrnoException, limit));
  }
}

/** The kind of a file that has so many bytes, unpacked. */
export const kindOf = ({ bytes }: { readonly bytes: number }): FileKind =>
  bytes > fileLimits.data ? 'arrays' : 'data';

/** Whether bytes begin as gzip does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function refuseNoGzip(bytes: Uint8Array, where: string): never {
  const start = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  return refuse({
    where,
    got: bytes.length ? `a file that starts with ${start}` : 'an empty file',
    expected: 'gzip, which starts with 1f8b',
    hint: `naming it ${plainName(where)} if it is unpacked already, or fetching it again`,
  });
}

function describe({ code, message }: NodeJS.ErrnoException, limit: number): string {
  if (code === 'Z_BUF_ERROR') return 'truncated gzip';
  if (code === 'ERR_BUFFER_TOO_LARGE') return `gzip of more than ${limit} bytes`;
  return `corrupted gzip (${message})`;
}

// A Buffer would make subarray and JSON behave unlike those of a Uint8Array.
function view({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ?? false;
}

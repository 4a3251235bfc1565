import { refuse } from '../errors.js';
import type { Content } from './idx.js';

const BLOCK = 512;
const ZERO = 48;

/**
 * The regular files of a tar archive by their paths: views on the archive's bytes. Of its formats those of POSIX
 * (IEEE Std 1003.1, ustar) and older; what else is in it is passed over.
 * @throws {InputError} naming the archive when it is none, or ends in the middle of a file
 */
export function readTar({ file, bytes }: Content): ReadonlyMap<string, Uint8Array> {
  const members = new Map<string, Uint8Array>();
  let at = 0;
  while (at + BLOCK <= bytes.length && bytes[at] !== 0) {
    const header = bytes.subarray(at, at + BLOCK);
    const size = sizeIn(header, `${file} byte ${at}`);
    const [from, to] = [at + BLOCK, at + BLOCK + size];
    if (to > bytes.length)
      refuse({ where: file, got: `${bytes.length} bytes`, expected: `${to} for ${text(header, 0, 100)}` });
    // '0', or a zero in old archives: a regular file.
    if (header[156] === ZERO || header[156] === 0) members.set(pathIn(header), bytes.subarray(from, to));
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
  if (members.size === 0) refuse({ where: file, got: 'no file in it', expected: 'a tar archive' });
  return members;
}

function sizeIn(header: Uint8Array, where: string): number {
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  const said = octal(header, 148, 8);
  const size = octal(header, 124, 12);
  if (sum !== said || Number.isNaN(size))
    refuse({ where, got: 'no header of a file', expected: 'a tar archive', hint: 'fetching it again' });
  return size;
}

function pathIn(header: Uint8Array): string {
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
  return prefix ? `${prefix}/${text(header, 0, 100)}` : text(header, 0, 100);
}

function text(header: Uint8Array, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function octal(header: Uint8Array, from: number, length: number): number {
  const digits = text(header, from, length).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

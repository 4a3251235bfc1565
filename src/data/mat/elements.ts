import { inflateSync } from 'node:zlib';
import { refuse } from '../../errors.js';
import { fileLimits } from '../../regular-file.js';
import { codes } from './types.js';

/** Bytes of a MAT file whose order is known, with the name that errors call them by. */
export interface Part {
  readonly where: string;
  readonly bytes: Uint8Array;
  readonly little: boolean;
}

/** A piece of data with its type. */
export interface Element {
  readonly type: number;
  readonly bytes: Uint8Array;
}

const TAG = 8;
const SMALL = 4;

/**
 * The data elements of a part, one after the other ("MAT-File Format", MathWorks): a tag of type and number of bytes and
 * then these, filled up to a multiple of 8; or, of up to 4 bytes, all in 8. What is compressed is not filled up.
 * @throws {InputError} when one goes beyond the end
 */
export function* elementsOf({ where, bytes, little }: Part): Generator<Element> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    if (at + TAG > bytes.length) refuseEnd(where, bytes.length, at + TAG);
    const first = view.getUint32(at, little);
    // A small element has its number of bytes where the type of others has zeros.
    const small = first >>> 16;
    if (small > SMALL) refuse({ where, got: `a small element of ${small} bytes`, expected: 'at most 4' });
    const size = small || view.getUint32(at + SMALL, little);
    const from = at + (small ? SMALL : TAG);
    if (from + size > bytes.length) refuseEnd(where, bytes.length, from + size);
    const type = first & 0xffff;
    yield { type, bytes: bytes.subarray(from, from + size) };
    at = small ? at + TAG : from + (type === codes.compressed ? size : Math.ceil(size / 8) * 8);
  }
}

/** What a compressed element holds (zlib, RFC 1950). @throws {InputError} when it is damaged, or unpacks to too much */
export function inflated({ where, bytes, little }: Part): Part {
  try {
    const { buffer, byteOffset, byteLength } = inflateSync(bytes, { maxOutputLength: fileLimits.data });
    return { where, bytes: new Uint8Array(buffer, byteOffset, byteLength), little };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const large = code === 'ERR_BUFFER_TOO_LARGE';
    const got = large ? `an array of more than ${fileLimits.data} bytes` : `damaged zlib data (${message})`;
    return refuse({ where, got, expected: 'a compressed array', hint: 'fetching the file again' });
  }
}

function refuseEnd(where: string, got: number, expected: number): never {
  refuse({ where, got: `${got} bytes`, expected: `${expected}`, hint: 'fetching the file again' });
}

import { refuse } from '../errors.js';
import { jsonFault } from '../json-fault.js';

/** The longest header that may be read or written, in bytes: the reference implementation's limit. */
export const maxHeader = 100_000_000;

/** The key under which a header keeps its map of strings. */
export const metadataKey = '__metadata__';

/** A header as JSON, and where the data begins in the file. */
export interface Header {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly dataStart: number;
}

/**
 * Reads the length and the JSON object at the start of a safetensors file.
 * @throws {InputError} naming `file`, when they are cut short, too long, not UTF-8, not JSON or not an object
 */
export function readHeader(bytes: Uint8Array, file: string): Header {
  const end = 8 + headerLength(bytes, file);
  const text = headerText(bytes.subarray(8, end), file);
  const fault = jsonFault(text);
  if (fault !== undefined) {
    const place = `byte ${8 + Buffer.byteLength(text.slice(0, fault.at))}`;
    refuse({
      where: `${file}.header`,
      got: fault.got === undefined ? `a JSON error at ${place}` : `${fault.got} at ${place}`,
      expected: fault.got === undefined ? 'a JSON object' : fault.expected,
    });
  }
  return { fields: JSON.parse(text), dataStart: end };
}

function headerLength(bytes: Uint8Array, file: string): number {
  const where = `${file}.header length`;
  if (bytes.length < 8) {
    refuse({
      where,
      got: `a file of ${bytes.length} bytes`,
      expected: 'at least 8',
      hint: 'copying the file again',
    });
  }
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > maxHeader) {
    refuse({
      where,
      got: `${length} bytes`,
      expected: `at most ${maxHeader}`,
      hint: 'a file in safetensors format',
    });
  }
  if (length > bytes.length - 8) {
    refuse({
      where,
      got: `${length} bytes`,
      expected: `at most the ${bytes.length - 8} that follow`,
      hint: 'copying the file again',
    });
  }
  return length;
}

function headerText(bytes: Uint8Array, file: string): string {
  // The reference pads with spaces at the end only; a leading one would make the format ambiguous.
  if (bytes[0] !== 0x7b) {
    refuse({
      where: `${file}.header`,
      got: bytes.length ? `a first byte of ${bytes[0]}` : 'nothing',
      expected: 'an opening brace (123)',
      hint: 'a file in safetensors format',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse({ where: `${file}.header`, got: 'bytes that are not UTF-8', expected: 'JSON in UTF-8' });
  }
}

import { refuse } from '../../errors.js';
import { jsonFault } from '../../json-fault.js';
import { type FileKind, readRegularFile } from '../../regular-file.js';
import { withPath } from './errors.js';

/** The bytes of a file. @throws {InputError} naming the path when it cannot be read, is no file, or too large for its kind */
export function readBytes(path: string, kind: FileKind): Uint8Array {
  return withPath(path, 'a file to read', () => readRegularFile(path, kind));
}

/** The text of a UTF-8 file, without a byte order mark. @throws {InputError} when unreadable or not UTF-8 */
export function readText(path: string, kind: FileKind): string {
  return decodeText(readBytes(path, kind), path);
}

/** Decodes UTF-8, dropping a byte order mark. @throws {InputError} naming `file` when it is not UTF-8 */
export function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse({
      where: file,
      got: 'bytes that are not UTF-8',
      expected: 'text',
      hint: 'saving it as UTF-8',
    });
  }
}

/** The value in a JSON file. @throws {InputError} when unreadable or not to be read as JSON, with line and column (from 1) */
export function readJson(path: string): unknown {
  return parseJson(readText(path, 'json'), path);
}

/**
 * Parses JSON.
 * @param firstLine the line of `file` at which `text` starts
 * @throws {InputError} naming `file` with line and column (from 1) of the first mistake: no JSON, a key twice, or too deep
 */
export function parseJson(text: string, file: string, firstLine = 1): unknown {
  const fault = jsonFault(text);
  if (fault === undefined) return JSON.parse(text);
  const {
    at,
    expected,
    got = at < text.length ? JSON.stringify(text.slice(at, at + 12)) : 'the end',
  } = fault;
  const lines = text.slice(0, at).split('\n');
  const where = `${file}:${firstLine + lines.length - 1}:${lines[lines.length - 1].length + 1}`;
  return refuse({ where, got, expected });
}

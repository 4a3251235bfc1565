import { refuse } from '../errors.js';
import { metadataKey } from './header.js';
import { elements, isWhole, quote, sizeOf } from './tensor.js';

/** Where one tensor lies: the bytes from `start` up to `end`, counted from the end of the header. */
export interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** Bytes an element takes, for every type that can be read. */
const widths: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(elements).map(([dtype, { bytes }]) => [dtype, bytes])),
  F16: 2,
  BF16: 2,
};

/**
 * Checks what a header says of its tensors against the `available` bytes of data.
 * @returns the tensors in the order of their data
 * @throws {InputError} naming file and tensor: wrong fields, an unknown type, or data that leave a hole, overlap,
 * do not fit their shape or do not end where the file does
 */
export function readLayout(
  fields: Readonly<Record<string, unknown>>,
  available: number,
  file: string,
): Entry[] {
  const entries = Object.entries(fields)
    .filter(([name]) => name !== metadataKey)
    .map(([name, value]) => readEntry(name, value, file))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let end = 0;
  for (const entry of entries) {
    checkEntry(entry, end, file);
    end = entry.end;
  }
  if (end !== available) {
    const hint = end > available ? 'copying the file again: it is cut short' : undefined;
    refuse({
      where: `${file}.data`,
      got: `${available} bytes`,
      expected: `${end}, as the header says`,
      hint,
    });
  }
  return entries;
}

function readEntry(name: string, value: unknown, file: string): Entry {
  const where = `${file}.${quote(name)}`;
  refuseHalf(where, name);
  if (!isObject(value)) return refuse({ where, got: quote(value), expected: 'an object' });
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(widths, dtype)) {
    return refuse({
      where: `${where}.dtype`,
      got: quote(dtype),
      expected: `one of ${Object.keys(widths).join(', ')}`,
    });
  }
  if (!isCounts(shape))
    return refuse({ where: `${where}.shape`, got: quote(shape), expected: 'a list of sizes' });
  if (!isCounts(offsets) || offsets.length !== 2) {
    return refuse({ where: `${where}.data_offsets`, got: quote(offsets), expected: 'two byte positions' });
  }
  return { name, dtype, shape, start: offsets[0], end: offsets[1] };
}

function checkEntry({ name, dtype, shape, start, end }: Entry, previousEnd: number, file: string): void {
  const where = `${file}.${quote(name)}.data_offsets`;
  if (start !== previousEnd) {
    refuse({ where, got: `a start at ${start}`, expected: `${previousEnd}, with no hole or overlap` });
  }
  const bytes = sizeOf(shape) * widths[dtype];
  if (end - start !== bytes) {
    refuse({
      where,
      got: `${end - start} bytes`,
      expected: `${bytes} for ${dtype} of shape ${quote(shape)}`,
    });
  }
}

/**
 * The string map of a header.
 * @throws {InputError} naming the file when it is not one
 */
export function readMetadata(value: unknown, file: string): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  const where = `${file}.${metadataKey}`;
  if (!isObject(value)) return refuse({ where, got: quote(value), expected: 'an object of strings' });
  const texts = Object.entries(value).map(([key, text]): [string, string] => {
    if (typeof text === 'string') {
      refuseHalf(`${where}.${quote(key)}`, key + text);
      return [key, text];
    }
    return refuse({ where: `${where}.${quote(key)}`, got: quote(text), expected: 'a string' });
  });
  return Object.fromEntries(texts);
}

function refuseHalf(where: string, text: string): void {
  if (!isWhole(text)) refuse({ where, got: 'half a character', expected: 'whole ones' });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

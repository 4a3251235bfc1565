import { refuse } from '../errors.js';
import { fileLimits } from '../regular-file.js';
import { maxHeader, metadataKey } from './header.js';
import { elements, isWhole, quote, sizeOf, type Tensor } from './tensor.js';

type Named = readonly [name: string, tensor: Tensor];

const order = Object.keys(elements);

/**
 * The bytes of a safetensors file: the same for the same tensors and metadata, in whatever order they are given,
 * and the same as the reference implementation's (data by element type, then by name in UTF-8 order; the header
 * padded with spaces so that the data start at a multiple of 8). Metadata are sorted; none are written if empty.
 * @throws {InputError} naming the tensor: a name taken twice or reserved, a shape that does not fit the data
 */
export function encodeSafetensors(
  tensors: Iterable<Named>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = [...tensors].sort(byTypeThenName);
  checkNames([...sorted.map(([name]) => name), ...Object.keys(metadata), ...Object.values(metadata)], sorted);
  const header = Buffer.from(headerText(sorted, metadata));
  const dataStart = 8 + header.length;
  const size = dataStart + sorted.reduce((sum, [, { data }]) => sum + data.byteLength, 0);
  // What is written can be read again.
  if (size > fileLimits.tensors) {
    refuse({ where: 'safetensors', got: `${size} bytes`, expected: `at most ${fileLimits.tensors}` });
  }
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let end = dataStart;
  for (const [, { data }] of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), end);
    end += data.byteLength;
  }
  return bytes;
}

function byTypeThenName([a, { dtype: typeOfA }]: Named, [b, { dtype: typeOfB }]: Named): number {
  return order.indexOf(typeOfA) - order.indexOf(typeOfB) || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function checkNames(texts: readonly string[], tensors: readonly Named[]): void {
  const lone = texts.find((text) => !isWhole(text));
  if (lone !== undefined)
    refuse({ where: `safetensors.${quote(lone)}`, got: 'half a character', expected: 'whole ones' });
  const seen = new Set([metadataKey]);
  for (const [name] of tensors) {
    if (seen.has(name))
      refuse({
        where: `safetensors.${quote(name)}`,
        got: 'a name already in use',
        expected: 'one of its own',
      });
    seen.add(name);
  }
}

function headerText(tensors: readonly Named[], metadata: Readonly<Record<string, string>>): string {
  let end = 0;
  const fields = tensors.map(([name, tensor]) => {
    checkSize(name, tensor);
    const start = end;
    end += tensor.data.byteLength;
    const { dtype, shape } = tensor;
    return field(name, JSON.stringify({ dtype, shape, data_offsets: [start, end] }));
  });
  const texts = Object.entries(metadata).sort(([a], [b]) => compareText(a, b));
  // Joined by hand: an object would move keys that look like integers to the front.
  const notes = texts.map(([key, text]) => field(key, JSON.stringify(text)));
  const json = `{${[...(notes.length ? [field(metadataKey, `{${notes.join()}}`)] : []), ...fields].join()}}`;
  const length = Buffer.byteLength(json);
  if (length > maxHeader)
    refuse({ where: 'safetensors.header', got: `${length} bytes`, expected: `at most ${maxHeader}` });
  return json + ' '.repeat((8 - (length % 8)) % 8);
}

function field(key: string, json: string): string {
  return `${JSON.stringify(key)}:${json}`;
}

function checkSize(name: string, { shape, data }: Tensor): void {
  if (shape.every((n) => Number.isSafeInteger(n) && n >= 0) && data.length === sizeOf(shape)) return;
  refuse({
    where: `safetensors.${quote(name)}`,
    got: `${data.length} elements`,
    expected: `as many as shape ${quote(shape)} holds`,
  });
}

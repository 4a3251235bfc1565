import { refuse } from '../errors.js';
import type { State } from '../messages/state.js';
import { show } from '../schema.js';
import { decodeText, parseJson, readBytes, writeFileAtomic } from './files.js';
import type { Tensor } from './safetensors/index.js';
import { decodeSealed, encodeSealed } from './sealed.js';

/** The tensor of bytes with what is no typed array, as JSON. */
const jsonName = 'state.json';

/**
 * Writes a state as a sealed safetensors file: each typed array as a tensor named by its path in the state, `a/b/0`, and
 * everything else as JSON in a tensor of bytes. Reading it gives the same bits: a number printed by JavaScript reads back as
 * it was, and those that JSON lacks (NaN, infinities, -0, undefined) are marked. The file is written whole or not at all.
 * @param format what kind of file it is, and which version
 * @throws {InputError} when it cannot be written, or is too large to be read again
 */
export function writeState(path: string, format: string, state: State): void {
  writeFileAtomic(path, encodeState(path, format, state));
}

/** @throws {InputError} on a file that is not of this format, or damaged */
export function readState(path: string, format: string): State {
  return decodeState(readBytes(path, 'tensors'), path, format);
}

/** The bytes of such a file. @throws {InputError} as `writeState` */
export function encodeState(path: string, format: string, state: State): Uint8Array {
  const tensors = new Map<string, Tensor>();
  const json = textOf(packed(state, '', tensors), path);
  const data = new TextEncoder().encode(json);
  return encodeSealed(format, [...tensors, [jsonName, { dtype: 'U8', shape: [data.length], data }]]);
}

/** The state in such bytes. @throws {InputError} as `readState` */
export function decodeState(bytes: Uint8Array, path: string, format: string): State {
  const tensors = new Map(decodeSealed(bytes, path, format).tensors);
  const json = tensors.get(jsonName);
  const where = `${path}: ${jsonName}`;
  if (json?.dtype !== 'U8') return refuse({ where, got: json?.dtype ?? 'no such tensor', expected: 'U8' });
  tensors.delete(jsonName);
  const state = unpacked(parseJson(decodeText(json.data, where), where), tensors, path);
  // Each is taken out as it is named.
  const [left] = tensors.keys();
  if (left !== undefined)
    refuse({
      where: path,
      got: `a tensor ${JSON.stringify(left)}`,
      expected: 'none that the state does not name',
    });
  return state;
}

type Typed = Float64Array | Float32Array | Uint32Array | Uint8Array;

/** Stands for what JSON lacks. */
type Mark = { readonly $: string };

const special: Readonly<Record<string, State>> = {
  undefined: undefined,
  NaN: Number.NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
  '-0': -0,
};

function packed(state: State, path: string, tensors: Map<string, Tensor>): unknown {
  if (typeof state === 'number' || state === undefined) return markOf(state) ?? state;
  if (typeof state !== 'object' || state === null) return state;
  if (ArrayBuffer.isView(state)) {
    const name = freeName(path, tensors);
    tensors.set(name, tensorOf(state as Typed));
    return { $: 'tensor', name };
  }
  const join = (key: string | number) => (path === '' ? `${key}` : `${path}/${key}`);
  if (Array.isArray(state)) return state.map((part, i) => packed(part, join(i), tensors));
  if (Object.hasOwn(state, '$'))
    refuse({ where: `state.${path}`, got: 'a key "$"', expected: 'none: it marks what JSON lacks' });
  const entries = Object.entries(state).map(
    ([key, part]) => [key, packed(part, join(key), tensors)] as const,
  );
  return Object.fromEntries(entries);
}

// Keys may contain slashes.
function freeName(path: string, tensors: ReadonlyMap<string, Tensor>): string {
  let name = path;
  for (let i = 1; tensors.has(name) || name === jsonName; i++) name = `${path}#${i}`;
  return name;
}

function textOf(json: unknown, path: string): string {
  try {
    return JSON.stringify(json);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse({ where: path, got: 'a state of more than 500 MB', expected: 'a smaller one' });
  }
}

function unpacked(value: unknown, tensors: Map<string, Tensor>, path: string): State {
  if (typeof value !== 'object' || value === null) return value as State;
  if (Array.isArray(value)) return value.map((part) => unpacked(part, tensors, path));
  if (Object.hasOwn(value, '$')) return unmarked(value as Mark, tensors, path);
  const entries = Object.entries(value).map(([key, part]) => [key, unpacked(part, tensors, path)] as const);
  return Object.fromEntries(entries);
}

function unmarked(
  value: Mark & { readonly name?: unknown },
  tensors: Map<string, Tensor>,
  path: string,
): State {
  const { $: mark, name, ...rest } = value;
  if (mark === 'tensor' && typeof name === 'string' && Object.keys(rest).length === 0) {
    const tensor = tensors.get(name);
    tensors.delete(name);
    return arrayOf(tensor, `${path}: ${JSON.stringify(name)}`);
  }
  if (typeof mark === 'string' && Object.hasOwn(special, mark) && Object.keys(value).length === 1)
    return special[mark];
  return refuse({
    where: `${path}: ${jsonName}`,
    got: show(value),
    expected: 'a mark of tensor, undefined, NaN, Infinity, -Infinity or -0',
  });
}

function markOf(number: number | undefined): Mark | undefined {
  const name = Object.is(number, -0) ? '-0' : String(number);
  return Object.hasOwn(special, name) ? { $: name } : undefined;
}

function tensorOf(data: Typed): Tensor {
  const shape = [data.length];
  if (data instanceof Float64Array) return { dtype: 'F64', shape, data };
  if (data instanceof Float32Array) return { dtype: 'F32', shape, data };
  if (data instanceof Uint32Array) return { dtype: 'U32', shape, data };
  return { dtype: 'U8', shape, data };
}

function arrayOf(tensor: Tensor | undefined, where: string): State {
  if (tensor?.shape.length === 1 && tensor.dtype !== 'I64' && tensor.dtype !== 'I32') return tensor.data;
  return refuse({
    where,
    got: tensor ? `${tensor.dtype} of shape [${tensor.shape.join(', ')}]` : 'no such tensor',
    expected: 'F64, F32, U32 or U8 with one axis',
  });
}

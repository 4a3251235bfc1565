import { refuse } from '../errors.js';
import type { State } from '../sim/events/state.js';
import { readSafetensors, type Tensor, writeSafetensors } from './safetensors/index.js';

const formatKey = 'relaxon.format';
const stateKey = 'relaxon.state';

/**
 * Writes a state as safetensors: each typed array as a tensor named by its path in the state, `a/b/0`, and everything
 * else as JSON in the metadata. Reading it gives the same bits: a number printed by JavaScript reads back as it was, and
 * those that JSON lacks (NaN, infinities, -0, undefined) are marked. The file is written whole or not at all.
 * @param format what kind of file it is, and which version
 */
export function writeState(path: string, format: string, state: State): void {
  const tensors: [string, Tensor][] = [];
  const json = JSON.stringify(packed(state, '', tensors));
  writeSafetensors(path, tensors, { [formatKey]: format, [stateKey]: json });
}

/** @throws {InputError} on a file that is not of this format, or damaged */
export function readState(path: string, format: string): State {
  const { tensors, metadata } = readSafetensors(path);
  const json = metadata[stateKey];
  if (metadata[formatKey] !== format || json === undefined) {
    refuse({ where: path, got: metadata[formatKey] ?? 'another kind of safetensors', expected: format });
  }
  try {
    return unpacked(JSON.parse(json), tensors, path);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse({ where: `${path}: ${stateKey}`, got: 'damaged JSON', expected: 'a state' });
  }
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

function packed(state: State, path: string, tensors: [string, Tensor][]): unknown {
  if (typeof state === 'number' || state === undefined) return markOf(state) ?? state;
  if (typeof state !== 'object' || state === null) return state;
  if (ArrayBuffer.isView(state)) {
    // Keys may contain slashes.
    const name = tensors.some(([taken]) => taken === path) ? `${path}#${tensors.length}` : path;
    tensors.push([name, tensorOf(state as Typed)]);
    return { $: 'tensor', name };
  }
  const join = (key: string | number) => (path === '' ? `${key}` : `${path}/${key}`);
  if (Array.isArray(state)) return state.map((part, i) => packed(part, join(i), tensors));
  const entries = Object.entries(state).map(
    ([key, part]) => [key, packed(part, join(key), tensors)] as const,
  );
  return Object.fromEntries(entries);
}

function unpacked(value: unknown, tensors: ReadonlyMap<string, Tensor>, path: string): State {
  if (typeof value !== 'object' || value === null) return value as State;
  if (Array.isArray(value)) return value.map((part) => unpacked(part, tensors, path));
  const { $: mark, name } = value as Mark & { readonly name?: string };
  if (mark === 'tensor') return arrayOf(tensors.get(name ?? ''), `${path}: ${name}`);
  if (mark !== undefined && mark in special) return special[mark];
  const entries = Object.entries(value).map(([key, part]) => [key, unpacked(part, tensors, path)] as const);
  return Object.fromEntries(entries);
}

function markOf(number: number | undefined): Mark | undefined {
  const name = Object.is(number, -0) ? '-0' : String(number);
  return name in special ? { $: name } : undefined;
}

function tensorOf(data: Typed): Tensor {
  const shape = [data.length];
  if (data instanceof Float64Array) return { dtype: 'F64', shape, data };
  if (data instanceof Float32Array) return { dtype: 'F32', shape, data };
  if (data instanceof Uint32Array) return { dtype: 'U32', shape, data };
  return { dtype: 'U8', shape, data };
}

function arrayOf(tensor: Tensor | undefined, where: string): State {
  if (tensor && tensor.dtype !== 'I64' && tensor.dtype !== 'I32') return tensor.data;
  return refuse({ where, got: tensor?.dtype ?? 'no such tensor', expected: 'F64, F32, U32 or U8' });
}

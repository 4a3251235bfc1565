import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type Tensor,
} from '../../src/lab/safetensors/index.js';
import type { RandomStream } from '../../src/math/random.js';
import { joined, mutateBytes } from './bytes.js';
import { mutateJson } from './json.js';
import { pick, several } from './pick.js';

/** How the file is written again after it was changed; a seal is one more text in the metadata. */
export type Encode = (
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
) => Uint8Array;

/** Tensors of bytes, and texts in the metadata, that are JSON. */
export interface Inner {
  readonly json?: readonly string[];
}

/** Changes a safetensors file: its bytes, its header, or, if it is to be `sealed`, tensors and metadata, written anew. */
export function mutateTensors(
  stream: RandomStream,
  valid: Uint8Array,
  sealed: boolean,
  { json = [] }: Inner = {},
  encode: Encode = encodeSafetensors,
): Uint8Array {
  if (!sealed) return pick(stream, [mutateBytes, mutateHeader, mutateHeader])(stream, valid);
  const file = decodeSafetensors(valid, 'valid');
  const changed = several(stream, file, [
    // What has the most structure is changed the most.
    ...(json.length > 0 ? Array(6).fill((one: Safetensors) => mutateInner(stream, one, json)) : []),
    (one) => mutateTensor(stream, one),
    (one) => mutateTensor(stream, one),
    (one) => mutateNames(stream, one),
    (one) => mutateText(stream, one, json),
  ]);
  try {
    return encode(changed.tensors, changed.metadata);
  } catch {
    // Such a file cannot be.
    return mutateHeader(stream, valid);
  }
}

function mutateHeader(stream: RandomStream, valid: Uint8Array): Uint8Array {
  const length = Number(new DataView(valid.buffer, valid.byteOffset).getBigUint64(0, true));
  const text = new TextDecoder().decode(valid.subarray(8, 8 + length));
  const header = new TextEncoder().encode(mutateJson(stream, text.trimEnd()));
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(header.length), true);
  return joined(prefix, header, valid.subarray(8 + length));
}

function mutateInner(stream: RandomStream, file: Safetensors, names: readonly string[]): Safetensors {
  const name = pick(stream, names);
  const tensor = file.tensors.get(name);
  if (tensor?.dtype !== 'U8') return file;
  const data = new TextEncoder().encode(mutateJson(stream, new TextDecoder().decode(tensor.data)));
  return { ...file, tensors: new Map(file.tensors).set(name, { dtype: 'U8', shape: [data.length], data }) };
}

function mutateText(stream: RandomStream, file: Safetensors, names: readonly string[]): Safetensors {
  const known = Object.keys(file.metadata);
  if (known.length === 0) return file;
  const key = pick(stream, names.filter((name) => known.includes(name)).concat(pick(stream, known)));
  return { ...file, metadata: { ...file.metadata, [key]: mutateJson(stream, file.metadata[key]) } };
}

const numbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e-320,
  1e30,
  1e38,
  1e300,
  -1e300,
  Infinity,
  -Infinity,
  Number.NaN,
  255,
  4294967295,
];

function mutateTensor(stream: RandomStream, file: Safetensors): Safetensors {
  if (file.tensors.size === 0) return file;
  const [name, tensor] = pick(stream, [...file.tensors]);
  const data = tensor.data.slice() as Tensor['data'];
  const ways: (() => Tensor)[] = [
    () => {
      for (let left = 1 + stream.integer(3); left > 0 && data.length > 0; left--) {
        const at = stream.integer(data.length);
        if (!(data instanceof BigInt64Array)) data[at] = pick(stream, numbers);
      }
      return { ...tensor, data } as Tensor;
    },
    () =>
      ({
        ...tensor,
        data: new Uint8Array(mutateBytes(stream, bytesOf(data))).slice(0, 1e5),
        dtype: 'U8',
      }) as Tensor,
    () => ({ dtype: 'F64', shape: tensor.shape, data: Float64Array.from(data as Float64Array, Number) }),
    () => ({ dtype: 'F32', shape: tensor.shape, data: Float32Array.from(data as Float32Array, Number) }),
    () => ({ ...tensor, shape: pick(stream, [[data.length], [1, data.length], [data.length, 1], []]) }),
    () => shorter(tensor, stream.integer(data.length + 1)),
  ];
  const changed = pick(stream, [ways[0], ways[0], ways[0], ...ways])();
  return { ...file, tensors: new Map(file.tensors).set(name, fitted(changed)) };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Tensor['data']) =>
  new Uint8Array(buffer, byteOffset, byteLength);

const shorter = (tensor: Tensor, length: number): Tensor =>
  ({ ...tensor, shape: [length], data: tensor.data.slice(0, length) }) as Tensor;

function fitted(tensor: Tensor): Tensor {
  const size = tensor.shape.reduce((product, n) => product * n, 1);
  return size === tensor.data.length ? tensor : ({ ...tensor, shape: [tensor.data.length] } as Tensor);
}

function mutateNames(stream: RandomStream, file: Safetensors): Safetensors {
  const entries = [...file.tensors];
  if (entries.length === 0) return file;
  const at = stream.integer(entries.length);
  const other = stream.integer(entries.length);
  const ways: (() => [string, Tensor][])[] = [
    () => entries.toSpliced(at, 1),
    () => entries.with(at, [pick(stream, ['__proto__', 'a', `${entries[at][0]}x`]), entries[at][1]]),
    () => [...entries, [`${entries[at][0]}#1`, entries[at][1]]],
    () => entries.with(at, [entries[at][0], entries[other][1]]),
  ];
  return { ...file, tensors: new Map(pick(stream, ways)()) };
}

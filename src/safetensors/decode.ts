import { fromBrain, fromHalf } from './half.js';
import { metadataKey, readHeader } from './header.js';
import { type Entry, readLayout, readMetadata } from './layout.js';
import { type Dtype, elements, type Tensor } from './tensor.js';

/** What a safetensors file holds. */
export interface Safetensors {
  /** By name, in the order of the data in the file. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a file in safetensors format (github.com/huggingface/safetensors, README, Format). The arrays are copies.
 * F16 and BF16 come back as F32. Nothing is allocated on a header's word: all sizes are held against `bytes` first.
 * @param file what errors call the file
 * @throws {InputError} naming `file`, and the tensor if it is one, when the bytes are not such a file
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const { fields, dataStart } = readHeader(bytes, file);
  const data = bytes.subarray(dataStart);
  const metadata = readMetadata(fields[metadataKey], file);
  const entries = readLayout(fields, data.length, file);
  return { metadata, tensors: new Map(entries.map((entry) => [entry.name, readTensor(entry, data)])) };
}

function readTensor({ dtype, shape, start, end }: Entry, data: Uint8Array): Tensor {
  // A copy in a buffer of its own: a view could start at an address its element type does not allow.
  const { buffer } = new Uint8Array(data.subarray(start, end));
  if (dtype === 'F16') return { dtype: 'F32', shape, data: fromHalf(new Uint16Array(buffer)) };
  if (dtype === 'BF16') return { dtype: 'F32', shape, data: fromBrain(new Uint16Array(buffer)) };
  return { dtype, shape, data: elements[dtype as Dtype].view(buffer) } as Tensor;
}

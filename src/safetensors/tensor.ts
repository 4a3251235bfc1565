/** The array that holds each element type kept as it is; F16 and BF16 are widened to F32 when read. */
export interface TensorArrays {
  I64: BigInt64Array;
  F64: Float64Array;
  F32: Float32Array;
  U32: Uint32Array;
  I32: Int32Array;
  U8: Uint8Array;
}

/** An element type, by its name in the safetensors format. */
export type Dtype = keyof TensorArrays;

interface TensorOf<D extends Dtype> {
  readonly dtype: D;
  /** Sizes, outermost first; empty for a scalar. */
  readonly shape: readonly number[];
  /** The elements in row-major order, as many as the product of `shape`. */
  readonly data: TensorArrays[D];
}

/** A named array in a file: PyTorch's layouts, so `layers.0.weight` is [out, in]. */
export type Tensor = { [D in Dtype]: TensorOf<D> }[Dtype];

/**
 * How bytes become elements, for every type that can be written. Typed arrays use the machine's byte order,
 * taken to be little-endian like the format. The order of the keys is the order of the data in a file: widest
 * first, so that each tensor is aligned (the order of the reference implementation's `Dtype`).
 */
export const elements: {
  readonly [D in Dtype]: { readonly bytes: number; view(buffer: ArrayBuffer): TensorArrays[D] };
} = {
  I64: { bytes: 8, view: (buffer) => new BigInt64Array(buffer) },
  F64: { bytes: 8, view: (buffer) => new Float64Array(buffer) },
  F32: { bytes: 4, view: (buffer) => new Float32Array(buffer) },
  U32: { bytes: 4, view: (buffer) => new Uint32Array(buffer) },
  I32: { bytes: 4, view: (buffer) => new Int32Array(buffer) },
  U8: { bytes: 1, view: (buffer) => new Uint8Array(buffer) },
};

/** Whether a text has no half of a character (a surrogate alone), which UTF-8 cannot write. */
export const isWhole = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

/** A value as it appears in an error: JSON, on one line, never longer than 60 characters. */
export function quote(value: unknown): string {
  const text = asJson(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function asJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // What JSON.parse reads, however deep, JSON.stringify may not be able to write.
    return 'something deeply nested';
  }
}

/** A tensor, as it is known to whoever calls. */
export interface Entry {
  readonly shape: readonly number[];
  readonly dtype: number;
  /** Of a small list of whole numbers, such as axes. */
  readonly values?: Int32Array | undefined;
  /** The binding's number of it; undefined as long as it is not worked out. */
  real: number | undefined;
  /** The step that makes it; its place among tensors from outside, below zero; undefined if nothing uses it. */
  place: number | undefined;
  freed: boolean;
  /** Stays, whoever frees it: others have it too. */
  readonly lasting?: boolean;
}

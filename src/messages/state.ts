/** What a part of a simulation is saved as: plain data, in which typed arrays stay typed arrays and numbers every bit. */
export type State =
  | undefined
  | null
  | boolean
  | number
  | string
  | Float64Array
  | Float32Array
  | Uint32Array
  | Uint8Array
  | readonly State[]
  | { readonly [key: string]: State };

/** A part whose state can be taken and put back. */
export interface Stateful<S> {
  state(): S;
  restore(state: S): void;
}

/** By port, what neurons would say there, and what was last said: a column each. */
export interface PortWords {
  readonly composed: readonly Float64Array[];
  readonly said: readonly Float64Array[];
}

/** Synapses that hear what a population says on a path. */
export interface Outlet {
  /** How many each of its neurons has; 0 where none is a synapse. */
  readonly fan: number;
  /** By neuron, where they have not all as many. */
  readonly fans?: Int32Array | undefined;
  /**
   * @param keys what was said, by index
   * @param changed by key, 1 where anything differs from what was said before
   */
  hear(keys: readonly number[], speakers: Int32Array, changed: Uint8Array): void;
  /**
   * Where values will be is told; that is weighed when it is asked for.
   * @param firsts how many do so for the first time, for whom others wait
   */
  foretell?(keys: readonly number[], speakers: Int32Array, firsts: number): void;
  /** Where what has been foretold is by now stands as if it had been said; nobody has said it. */
  look?(keys: readonly number[]): void;
  /** Where each port is told another thing: what some neurons would tell theirs, had they composed this; until the next call. */
  atPorts?(key: number, units: Int32Array, composed: Float64Array): PortWords;
  /** Each synapse is reached by itself. */
  readonly apart?: true;
}

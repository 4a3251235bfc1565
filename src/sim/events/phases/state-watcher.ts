/** Whoever looks at states and weights: told of each as it is set. */
export interface StateWatcher {
  /** Somebody wants to be told of states. */
  readonly watching: boolean;
  noteSet(node: string, states: readonly number[], units: Int32Array): void;
  noteMove(): void;
}

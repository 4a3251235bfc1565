/** Whoever looks at states and weights: told of each as it is set. */
export interface StateWatcher {
  noteSet(node: string, states: readonly number[], units: Int32Array): void;
  noteMove(): void;
}

import type { StreamState } from './random.js';

/** Somebody with a random stream of his own. */
export interface Drawing {
  streamState(): StreamState;
  putStream(state: StreamState): void;
}

/** Notes where their streams stand. @returns what puts them back there */
export function noteStreams(drawing: readonly Drawing[]): () => void {
  const states = drawing.map((one) => one.streamState());
  return () => {
    for (const [i, one] of drawing.entries()) one.putStream(states[i]);
  };
}

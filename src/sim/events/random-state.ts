import type { StreamState } from '../../math/random.js';
import type { NeuronActor } from './neuron-actor.js';
import type { Population } from './populations.js';

/** Somebody with a random stream of his own. */
export interface Drawing {
  streamState(): StreamState;
  putStream(state: StreamState): void;
}

/** Everybody who draws: noise of cells, and wires. */
export function drawingIn(populations: Readonly<Record<string, Population<NeuronActor>>>): Drawing[] {
  const all: Drawing[] = [];
  for (const { neurons, blocks } of Object.values(populations)) {
    for (const { options } of neurons) if (options.cell?.noisy) all.push(options.cell);
    for (const { synapses } of blocks) if (synapses.wires) all.push(synapses.wires);
  }
  return all;
}

/** Notes where their streams stand. @returns what puts them back there */
export function noteStreams(drawing: readonly Drawing[]): () => void {
  const states = drawing.map((one) => one.streamState());
  return () => {
    for (const [i, one] of drawing.entries()) one.putStream(states[i]);
  };
}

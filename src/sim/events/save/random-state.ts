import type { Drawing } from '../../../math/drawing.js';
import type { NeuronActor } from '../../../neurons/neuron-actor.js';
import type { Population } from '../build/populations.js';

/** Everybody who draws: noise of cells, and wires. */
export function drawingIn(populations: Readonly<Record<string, Population<NeuronActor>>>): Drawing[] {
  const all: Drawing[] = [];
  for (const { neurons, blocks } of Object.values(populations)) {
    for (const { options } of neurons) if (options.cell?.noisy) all.push(options.cell);
    for (const { synapses } of blocks) if (synapses.wires) all.push(synapses.wires);
  }
  return all;
}

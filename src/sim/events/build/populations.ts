import type { Neuron, Source } from '../../../messages/ports.js';
import { type LaidOutNode, type Layout, parameterName } from '../../../network/layout.js';
import type { Parameters } from '../../../network/parameters.js';
import { InputActor } from '../../../neurons/input-actor.js';
import type { NeuronOptions } from '../../../neurons/neuron-options.js';
import type { Grain } from '../../../synapses/synapse-set.js';
import type { Surroundings } from '../surroundings.js';
import { type BlockOfSynapses, connect } from './connections.js';
import type { Delays } from './delays.js';

/** The actors of a node. */
export interface Population<N> {
  readonly node: LaidOutNode;
  readonly neurons: readonly N[];
  /** Its afferent synapses. */
  readonly blocks: readonly BlockOfSynapses[];
}

/** What populations are made of. */
export interface Making<N> {
  readonly delays: Delays;
  readonly around: Surroundings;
  readonly grain: Grain;
  /** Makes the neuron `unit` of a node. */
  neuron(options: NeuronOptions, unit: number): N;
}

/** Makes the neurons of every node and their afferent synapses, in topological order. */
export function populate<N extends Neuron>(
  layout: Layout,
  parameters: Parameters,
  inputs: Readonly<Record<string, readonly Source[]>>,
  making: Making<N>,
): Record<string, Population<N>> {
  const { delays, around, grain } = making;
  const populations: Record<string, Population<N>> = {};
  for (const node of layout.nodes) {
    const neurons = neuronsOf(node, parameters, making);
    const sources = node.parents.map(({ name }) => inputs[name] ?? populations[name].neurons);
    const blocks = connect(node, neurons, sources, parameters, delays, around, grain);
    populations[node.name] = { node, neurons, blocks };
  }
  return populations;
}

/** An actor for every unit of every input. */
export function inputActors({ inputs }: Layout, around: Surroundings): Record<string, InputActor[]> {
  const entries = inputs.map(({ name, size, children }) => {
    const above = addressees(children);
    const actors = Array.from({ length: size }, (_, i) => new InputActor(around, `${name}[${i}]`, above));
    return [name, actors] as const;
  });
  return Object.fromEntries(entries);
}

/** Those who are meant by what is said upward. */
export const addressees = (children: readonly { readonly name: string }[]) =>
  [...new Set(children.map(({ name }) => name))].join('+');

function neuronsOf<N>(node: LaidOutNode, parameters: Parameters, { neuron }: Making<N>): N[] {
  const bias = parameters[parameterName(node.name, 'bias')];
  const above = addressees(node.children);
  const below = node.parents.map(({ name }) => name).join('+');
  return Array.from({ length: node.size }, (_, unit) =>
    neuron(
      {
        node: node.name,
        address: `${node.name}[${unit}]`,
        unit,
        units: node.size,
        activation: node.activation,
        bias: bias.data[unit],
        role: node.role,
        loss: node.loss,
        above,
        below,
      },
      unit,
    ),
  );
}

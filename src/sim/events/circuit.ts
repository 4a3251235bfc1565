import { Subject } from 'rxjs';
import { type LaidOutNode, type Layout, parameterName, type Source } from '../../network/layout.js';
import type { Parameters } from '../../network/parameters.js';
import { type BlockOfSynapses, connect } from './connections.js';
import type { Delays } from './delays.js';
import { InputActor } from './input-actor.js';
import { NeuronActor } from './neuron-actor.js';
import { PoolActor } from './pool-actor.js';
import type { Signal, Surroundings, Tick } from './surroundings.js';
import type { Grain } from './synapse-set.js';

/** The actors of a node. */
export interface Population {
  readonly node: LaidOutNode;
  readonly neurons: readonly NeuronActor[];
  /** Its afferent synapses. */
  readonly blocks: readonly BlockOfSynapses[];
  /** Ticks of the node's clock. */
  readonly clock: Subject<Tick>;
}

/** All actors of a network and the streams between them. */
export interface Circuit {
  readonly inputs: Readonly<Record<string, readonly InputActor[]>>;
  readonly populations: Readonly<Record<string, Population>>;
  readonly pools: readonly PoolActor[];
  /** What the conductor says to every neuron. */
  readonly signals: Subject<Signal>;
}

/** Makes an actor of every input, neuron and synapse, and subscribes each to those it hears. */
export function buildCircuit(
  layout: Layout,
  parameters: Parameters,
  delays: Delays,
  around: Surroundings,
  grain: Grain,
): Circuit {
  const signals = new Subject<Signal>();
  const inputs = Object.fromEntries(
    layout.inputs.map((input) => [input.name, inputActors(layout, input, around)]),
  );
  const populations: Record<string, Population> = {};
  for (const node of layout.nodes) {
    const neurons = neuronActors(node, parameters, around);
    const clock = new Subject<Tick>();
    signals.subscribe((signal) => {
      for (const neuron of neurons) neuron.signal(signal);
    });
    clock.subscribe((tick) => {
      for (const neuron of neurons) neuron.tick(tick);
    });
    const sources = node.parents.map(({ name }) => inputs[name] ?? populations[name].neurons);
    const weights = parameters[parameterName(node.name, 'weight')].data;
    const blocks = connect(node, neurons, sources, weights, delays, around, grain);
    populations[node.name] = { node, neurons, clock, blocks };
  }
  const pools = layout.outputs
    .filter(({ loss }) => loss!.pool)
    .map(({ name }) => new PoolActor(around.queue, name, populations[name].neurons));
  return { inputs, populations, pools, signals };
}

function inputActors(layout: Layout, { name, size }: Source, { queue }: Surroundings): InputActor[] {
  const above = layout.nodes.filter(({ parents }) => parents.some((p) => p.name === name)).map((n) => n.name);
  return Array.from({ length: size }, (_, i) => new InputActor(queue, `${name}[${i}]`, above.join('+')));
}

function neuronActors(node: LaidOutNode, parameters: Parameters, around: Surroundings): NeuronActor[] {
  const bias = parameters[parameterName(node.name, 'bias')];
  return Array.from({ length: node.size }, (_, unit) => {
    return new NeuronActor(around, {
      address: `${node.name}[${unit}]`,
      activation: node.activation,
      bias: bias.data[unit],
      role: node.role,
      loss: node.loss,
      above: node.children.map(({ name }) => name).join('+'),
      below: node.parents.map(({ name }) => name).join('+'),
    });
  });
}

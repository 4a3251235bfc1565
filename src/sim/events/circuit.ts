import { Subject } from 'rxjs';
import { randomStream } from '../../math/random.js';
import { type LaidOutInput, type LaidOutNode, type Layout, parameterName } from '../../network/layout.js';
import type { Parameters } from '../../network/parameters.js';
import { linear } from '../../neurons/activations/linear.js';
import { Cell } from './cell.js';
import type { Cells } from './cells.js';
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
}

/** All actors of a network and the streams between them. */
export interface Circuit {
  /** Inputs hold the stimulus; those that relax are neurons. */
  readonly inputs: Readonly<Record<string, readonly (InputActor | NeuronActor)[]>>;
  readonly populations: Readonly<Record<string, Population>>;
  /** All neurons by the name of their node, or of their input where inputs relax. */
  readonly neurons: Readonly<Record<string, readonly NeuronActor[]>>;
  /** Ticks of their clocks. */
  readonly clocks: Readonly<Record<string, Subject<Tick>>>;
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
  inputsRelax = false,
  cells: Cells = {},
  seed = 1,
): Circuit {
  const signals = new Subject<Signal>();
  const clocks: Record<string, Subject<Tick>> = {};
  const lead = (name: string, neurons: readonly NeuronActor[]) => {
    clocks[name] = new Subject<Tick>();
    signals.subscribe((signal) => {
      for (const neuron of neurons) neuron.signal(signal);
    });
    clocks[name].subscribe((tick) => {
      for (const neuron of neurons) neuron.tick(tick);
    });
  };
  const relaxingInputs = inputsRelax ? inputNeurons(layout, around) : {};
  for (const [name, neurons] of Object.entries(relaxingInputs)) lead(name, neurons);
  const inputs = inputsRelax
    ? relaxingInputs
    : Object.fromEntries(layout.inputs.map((input) => [input.name, inputActors(input, around)]));
  const populations: Record<string, Population> = {};
  for (const node of layout.nodes) {
    const neurons = neuronActors(node, parameters, around, cellMaker(node.name, cells, seed));
    lead(node.name, neurons);
    const sources = node.parents.map(({ name }) => inputs[name] ?? populations[name].neurons);
    const blocks = connect(node, neurons, sources, parameters, delays, around, grain);
    populations[node.name] = { node, neurons, blocks };
  }
  const ofNodes = Object.entries(populations).map(([name, { neurons }]) => [name, neurons]);
  const neurons = { ...relaxingInputs, ...Object.fromEntries(ofNodes) };
  const pools = layout.outputs
    .filter(({ loss }) => loss!.pool)
    .map(({ name }) => new PoolActor(around.queue, name, populations[name].neurons));
  return { inputs, populations, neurons, clocks, pools, signals };
}

function inputActors({ name, size, children }: LaidOutInput, around: Surroundings): InputActor[] {
  const above = addressees(children);
  return Array.from({ length: size }, (_, i) => new InputActor(around, `${name}[${i}]`, above));
}

// One that relaxes is a linear neuron without afferents: the stimulus is its bias.
function inputNeurons({ inputs }: Layout, around: Surroundings): Record<string, NeuronActor[]> {
  const entries = inputs.map(({ name, size, children }) => {
    const options = { activation: linear, bias: 0, role: 'relaxing', loss: undefined, below: '' } as const;
    const above = addressees(children);
    const neuron = (_: unknown, i: number) =>
      new NeuronActor(around, {
        ...options,
        above,
        node: name,
        address: `${name}[${i}]`,
        unit: i,
        units: size,
      });
    return [name, Array.from({ length: size }, neuron)] as const;
  });
  return Object.fromEntries(entries);
}

const addressees = (children: readonly { readonly name: string }[]) =>
  [...new Set(children.map(({ name }) => name))].join('+');

// A random stream for each neuron: what happens in one never disturbs another.
function cellMaker(name: string, cells: Cells, seed: number): (unit: number) => Cell | undefined {
  const options = cells[name];
  if (!options) return () => undefined;
  return (unit) => new Cell(options, unit, randomStream(seed, `cell/${name}[${unit}]`));
}

function neuronActors(
  node: LaidOutNode,
  parameters: Parameters,
  around: Surroundings,
  cellOf: (unit: number) => Cell | undefined,
): NeuronActor[] {
  const bias = parameters[parameterName(node.name, 'bias')];
  return Array.from({ length: node.size }, (_, unit) => {
    return new NeuronActor(around, {
      node: node.name,
      address: `${node.name}[${unit}]`,
      unit,
      units: node.size,
      activation: node.activation,
      bias: bias.data[unit],
      role: node.role,
      loss: node.loss,
      cell: cellOf(unit),
      above: addressees(node.children),
      below: node.parents.map(({ name }) => name).join('+'),
    });
  });
}

import type { Drawing } from '../../../math/drawing.js';
import { randomStream } from '../../../math/random.js';
import { Clock } from '../../../messages/clock.js';
import type { Layout } from '../../../network/layout.js';
import type { Parameters } from '../../../network/parameters.js';
import { linear } from '../../../neurons/activations/linear.js';
import { Cell } from '../../../neurons/cell.js';
import type { InputActor } from '../../../neurons/input-actor.js';
import { NeuronActor } from '../../../neurons/neuron-actor.js';
import type { NeuronOptions } from '../../../neurons/neuron-options.js';
import { PoolActor } from '../../../neurons/pool-actor.js';
import { Signals } from '../../../neurons/signals.js';
import type { Grain } from '../../../synapses/synapse-set.js';
import { drawingIn } from '../save/random-state.js';
import type { Surroundings } from '../surroundings.js';
import type { Cells } from './cells.js';
import type { Delays } from './delays.js';
import { addressees, inputActors, type Population, populate } from './populations.js';

/** All actors of a network and the streams between them. */
export interface Circuit {
  /** Inputs hold the stimulus; those that relax are neurons. */
  readonly inputs: Readonly<Record<string, readonly (InputActor | NeuronActor)[]>>;
  readonly populations: Readonly<Record<string, Population<NeuronActor>>>;
  /** All neurons by the name of their node, or of their input where inputs relax. */
  readonly neurons: Readonly<Record<string, readonly NeuronActor[]>>;
  /** The clock of each node, or input where inputs relax. */
  readonly clocks: Readonly<Record<string, Clock>>;
  readonly pools: readonly PoolActor[];
  /** What the protocol runner says to every neuron. */
  readonly signals: Signals;
  /** Those that draw random numbers while something is presented. */
  readonly drawing: readonly Drawing[];
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
  const signals = new Signals();
  const clocks: Record<string, Clock> = {};
  const lead = (name: string, neurons: readonly NeuronActor[]) => {
    clocks[name] = new Clock(around.queue, neurons);
    signals.lead((signal) => {
      for (const neuron of neurons) neuron.signal(signal);
    });
  };
  const relaxingInputs = inputsRelax ? inputNeurons(layout, around) : {};
  for (const [name, neurons] of Object.entries(relaxingInputs)) lead(name, neurons);
  const inputs = inputsRelax ? relaxingInputs : inputActors(layout, around);
  const populations = populate(layout, parameters, inputs, {
    delays,
    around,
    grain,
    neuron: (options, unit) => new NeuronActor(around, withCell(options, cellOf(cells, options, unit, seed))),
  });
  for (const [name, { neurons }] of Object.entries(populations)) lead(name, neurons);
  const ofNodes = Object.entries(populations).map(([name, { neurons }]) => [name, neurons]);
  const neurons = { ...relaxingInputs, ...Object.fromEntries(ofNodes) };
  const pools = layout.outputs
    .filter(({ loss }) => loss!.pool)
    .map(({ name }) => new PoolActor(around.queue, name, populations[name].neurons));
  return { inputs, populations, neurons, clocks, pools, signals, drawing: drawingIn(populations) };
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

// Every field by name: a spread object is a slower one, and neurons ask theirs all the time.
function withCell(options: NeuronOptions, cell: Cell | undefined): NeuronOptions {
  const { node, address, unit, units, activation, bias, role, loss, above, below } = options;
  return { node, address, unit, units, activation, bias, role, loss, cell, above, below };
}

// A random stream for each neuron: what happens in one never disturbs another.
function cellOf(
  cells: Cells,
  { node, address }: NeuronOptions,
  unit: number,
  seed: number,
): Cell | undefined {
  const options = cells[node];
  return options && new Cell(options, unit, randomStream(seed, `cell/${address}`));
}

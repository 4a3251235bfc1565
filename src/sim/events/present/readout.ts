import { numbers } from '../../../math/numbers.js';
import { feedbackName } from '../../../network/feedback-weights.js';
import { type Layout, parameterName } from '../../../network/layout.js';
import type { Parameters, Values } from '../../../network/parameters.js';
import { sizeOf } from '../../../network/shapes.js';
import type { NeuronActor } from '../../../neurons/neuron-actor.js';
import type { SynapseSet } from '../../../synapses/synapse-set.js';
import type { Mover } from '../../schedule.js';
import type { Activities } from '../../simulator.js';
import type { Circuit } from '../build/circuit.js';
import { eachFeedback, eachSynapse } from '../build/connections.js';
import type { Population } from '../build/populations.js';

/** Activities [batch, units] of some nodes, filled sample by sample from the actors: an experimenter's probe. */
export class ActivityTable {
  readonly values: Activities;

  constructor(
    private readonly circuit: Circuit,
    private readonly nodes: readonly Pick<Mover, 'name' | 'size'>[],
    samples: number,
  ) {
    this.values = Object.fromEntries(
      nodes.map(({ name, size }) => [
        name,
        { shape: [samples, size], data: new Float64Array(samples * size) },
      ]),
    );
  }

  /** The values of another table of this kind. */
  put(values: Activities): void {
    for (const { name } of this.nodes) (this.values[name].data as Float64Array).set(values[name].data);
  }

  fill(sample: number, read: (neuron: NeuronActor) => number): void {
    for (const { name, size } of this.nodes) {
      const { data } = this.values[name];
      const neurons = this.circuit.neurons[name];
      for (let unit = 0; unit < size; unit++) data[sample * size + unit] = read(neurons[unit]);
    }
  }
}

/** Loss of the present sample, summed over the output neurons. */
export function readLoss(layout: Layout, circuit: Circuit): number {
  let sum = 0;
  for (const { name, loss } of layout.outputs) {
    for (const { forwardActivity: activity, target, pooled } of circuit.populations[name].neurons) {
      sum += loss!.share(numbers, { activity, target, pooled });
    }
  }
  return sum;
}

/** Weights and biases as they are. */
export function readParameters(circuit: Learners): Parameters {
  return read(
    circuit,
    (data, place, synapses, i) => {
      data[place] = synapses.weight(i);
    },
    ({ bias }) => bias,
    (synapses, i) => synapses.down.get(i),
  );
}

/** Gradients of the batch mean, from what synapses and biases have added up; shared weights add theirs. */
export function readGradients(circuit: Learners, batchSize: number): Parameters {
  return read(
    circuit,
    (data, place, synapses, i) => {
      data[place] += synapses.gradient(i) / batchSize;
    },
    ({ biasGradient }) => biasGradient / batchSize,
    (synapses, i) => (synapses.down.learns ? synapses.gradient(i) / batchSize : undefined),
  );
}

/** What a neuron has learned. */
interface Learner {
  readonly bias: number;
  readonly biasGradient: number;
}

/** All that learn, by node. */
export interface Learners {
  readonly populations: Readonly<Record<string, Population<Learner>>>;
}

type ReadSynapse = (data: Float64Array, place: number, synapses: SynapseSet, i: number) => void;

function read(
  circuit: Learners,
  readSynapse: ReadSynapse,
  readNeuron: (neuron: Learner) => number,
  readFeedback: (synapses: SynapseSet, i: number) => number | undefined,
): Parameters {
  const entries = Object.values(circuit.populations).flatMap((population): [string, Values][] => {
    const { name, parameters } = population.node;
    return [
      [parameterName(name, 'weight'), readWeights(population, parameters.weight.shape, readSynapse)],
      [
        parameterName(name, 'bias'),
        { shape: parameters.bias.shape, data: Float64Array.from(population.neurons, readNeuron) },
      ],
      ...feedbackEntry(population, readFeedback),
    ];
  });
  return Object.fromEntries(entries);
}

function readWeights(
  { blocks }: Population<unknown>,
  shape: readonly number[],
  readSynapse: ReadSynapse,
): Values {
  const data = new Float64Array(sizeOf(shape));
  for (const { block, synapses } of blocks) {
    eachSynapse(block, (i, place) => readSynapse(data, place, synapses, i));
  }
  return { shape, data };
}

// Nothing where the first synapse has nothing to tell: a node's synapses are all alike in this.
function feedbackEntry(
  { node, blocks }: Population<unknown>,
  readFeedback: (synapses: SynapseSet, i: number) => number | undefined,
): [string, Values][] {
  if (blocks.some(({ synapses }) => readFeedback(synapses, 0) === undefined)) return [];
  const { shape } = node.feedback;
  const data = new Float64Array(sizeOf(shape));
  for (const { block, synapses } of blocks) {
    eachFeedback(block, (i, place) => {
      data[place] += readFeedback(synapses, i)!;
    });
  }
  return [[feedbackName(node.name), { shape, data }]];
}

import type { TraceColumns } from '../../../messages/message.js';
import { feedbackName } from '../../../network/feedback-weights.js';
import { parameterName } from '../../../network/layout.js';
import type { Parameters, Values } from '../../../network/parameters.js';
import { type Shape, sizeOf } from '../../../network/shapes.js';
import type { NeuronActor } from '../../../neurons/neuron-actor.js';
import type { Circuit } from '../build/circuit.js';
import { type BlockOfSynapses, eachFeedback, eachSynapse } from '../build/connections.js';
import type { Population } from '../build/populations.js';

/** Columns beside some weights of a parameter, and where in it each weight stands. */
interface Part {
  readonly columns: TraceColumns | undefined;
  /** Makes room for them. */
  readonly make?: () => TraceColumns;
  readonly size: number;
  readonly each: (visit: (i: number, place: number) => void) => void;
}

/** What an optimiser keeps of weights and biases, by `PARAMETER.TRACE`. */
export function readTraces({ populations }: Circuit): Parameters {
  const all: Record<string, Values> = {};
  for (const { parameter, shape, parts } of Object.values(populations).flatMap(partsOf)) {
    for (const { columns, each } of parts) {
      for (const [trace, column] of columns ?? []) {
        const key = `${parameter}.${trace}`;
        all[key] ??= { shape, data: new Float64Array(sizeOf(shape)) };
        const data = all[key].data as Float64Array;
        each((i, place) => {
          data[place] = column[i];
        });
      }
    }
  }
  return all;
}

/** Gives all weights and biases these traces, and no others. */
export function putTraces({ populations }: Circuit, traces: Parameters): void {
  for (const { parameter, parts } of Object.values(populations).flatMap(partsOf)) {
    const own = Object.entries(traces).filter(([key]) => key.slice(0, key.lastIndexOf('.')) === parameter);
    for (const { columns, make, size, each } of parts) {
      columns?.clear();
      for (const [key, { data }] of own) {
        const column = new Float64Array(size);
        each((i, place) => {
          column[i] = data[place];
        });
        (columns ?? make!()).set(key.slice(key.lastIndexOf('.') + 1), column);
      }
    }
  }
}

function partsOf({ node, neurons, blocks }: Population<NeuronActor>) {
  const { weight, bias } = node.parameters;
  return [
    { parameter: parameterName(node.name, 'weight'), shape: weight.shape, parts: blocks.map(forward) },
    { parameter: feedbackName(node.name), shape: node.feedback.shape, parts: blocks.map(downward) },
    { parameter: parameterName(node.name, 'bias'), shape: bias.shape, parts: neurons.map(own) },
  ] satisfies { parameter: string; shape: Shape; parts: readonly Part[] }[];
}

const forward = ({ block, synapses }: BlockOfSynapses): Part => ({
  columns: synapses.traces,
  size: block.posts * block.pres,
  each: (visit) => eachSynapse(block, visit),
});

const downward = ({ block, synapses }: BlockOfSynapses): Part => ({
  columns: synapses.down.traces,
  size: block.posts * block.pres,
  each: (visit) => eachFeedback(block, visit),
});

const own = (neuron: NeuronActor, unit: number): Part => ({
  columns: neuron.biasTraces,
  make: () => {
    neuron.biasTraces ??= new Map();
    return neuron.biasTraces;
  },
  size: 1,
  each: (visit) => visit(0, unit),
});

import { feedbackName } from '../../../network/feedback-weights.js';
import { parameterName } from '../../../network/layout.js';
import type { Parameters } from '../../../network/parameters.js';
import type { Circuit } from '../build/circuit.js';
import { eachFeedback, eachSynapse } from '../build/connections.js';

/** Gives every synapse its weight, and every neuron its bias; they have been checked. */
export function putParameters({ populations }: Circuit, parameters: Parameters): void {
  for (const { node, neurons, blocks } of Object.values(populations)) {
    const weight = parameters[parameterName(node.name, 'weight')].data;
    const bias = parameters[parameterName(node.name, 'bias')].data;
    const feedback = parameters[feedbackName(node.name)]?.data;
    for (const { block, synapses } of blocks) {
      eachSynapse(block, (i, place) => synapses.setWeight(i, weight[place]));
      if (feedback) eachFeedback(block, (i, place) => synapses.down.set(i, feedback[place]));
      synapses.weightsChanged();
    }
    for (const [i, neuron] of neurons.entries()) neuron.bias = bias[i];
  }
}

import type { Network } from '../../network/network.js';
import { InputActor } from '../../neurons/input-actor.js';
import type { Circuit } from '../../sim/events/build/circuit.js';
import type { Ledger } from './ledger.js';
import type { Formulas } from './watched-functions.js';
import { watchNeuron } from './watched-neuron.js';
import { watchedActivation, watchedLoss } from './watched-rule.js';

/** Puts all neurons of a circuit under watch, and the functions that they compute with. */
export function watchCircuit(network: Network, circuit: Circuit, ledger: Ledger, formulas: Formulas): void {
  for (const [name, neurons] of Object.entries(circuit.neurons)) {
    const named = network.nodes[name]?.activation ?? 'input';
    for (const neuron of neurons) {
      const { activation, loss } = neuron.options;
      Object.assign(neuron.options, {
        activation: watchedActivation(activation, named, formulas),
        loss: loss && watchedLoss(loss, network.outputs[name].loss, formulas),
      });
      watchNeuron(neuron, ledger);
    }
  }
  for (const input of Object.values(circuit.inputs).flat()) {
    if (!(input instanceof InputActor)) continue;
    const held = input as unknown as { readonly value: number };
    ledger.speaks.set(input.address, () => held.value);
  }
}

import type { Layout } from '../../network/layout.js';
import type { Circuit } from '../../sim/events/circuit.js';
import { InputActor } from '../../sim/events/input-actor.js';
import type { Ledger } from './ledger.js';
import type { Formulas } from './watched-functions.js';
import { watchNeuron } from './watched-neuron.js';
import { watchedActivation, watchedLoss } from './watched-rule.js';

/** Puts all neurons of a circuit under watch, and the functions that they compute with. */
export function watchCircuit({ nodes, outputs }: Layout, circuit: Circuit, ledger: Ledger, formulas: Formulas): void {
  for (const [name, neurons] of Object.entries(circuit.neurons)) {
    const spec = nodes.find((node) => node.name === name)?.spec;
    const output = outputs.find((node) => node.name === name);
    for (const neuron of neurons) {
      const { activation, loss } = neuron.options;
      Object.assign(neuron.options, {
        activation: watchedActivation(activation, spec?.activation ?? 'input', formulas),
        loss: output && loss && watchedLoss(loss, 'loss', formulas),
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

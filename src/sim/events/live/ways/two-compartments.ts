import { randomStream } from '../../../../math/random.js';
import { TwoCompartmentNeuron } from '../../../../neurons/live/two-compartment-neuron.js';
import { weightChange } from '../../present/change.js';
import { ActorRegime, surroundings } from '../actors.js';
import { checkTime } from '../checks.js';
import { LastingCircuit } from '../lasting-circuit.js';
import type { Way } from '../way.js';

/** Options of two compartments. */
export interface TwoCompartmentOptions {
  /** Of each neuron's timer of plasticity, in tau; 5 if not given. The first tick comes at random within it. */
  readonly teachEvery?: number;
}

const name = 'two-compartments';

/** The soma keeps the forward activity while the apical compartment relaxes; plasticity is always on. */
export const twoCompartments: Way<Required<TwoCompartmentOptions>> = {
  name,
  summary: 'the soma answers at once, the apical compartment relaxes all the time, plasticity is always on',
  filled({ twoCompartments: { teachEvery = 5 } = {} }) {
    return { teachEvery };
  },
  start(setting, options) {
    const { teachEvery: period } = this.filled(options);
    const { rates, seed } = setting;
    const around = surroundings(setting, true);
    const change = weightChange(rates, 1, 1);
    checkTime(`${name}.teachEvery`, period, 0, true);
    const circuit = new LastingCircuit(setting, around, (options) => {
      const first = period * randomStream(seed, `timer/${options.address}`).uniform();
      return new TwoCompartmentNeuron(around, options, change, { first, period });
    });
    return new ActorRegime(circuit, around, setting);
  },
};

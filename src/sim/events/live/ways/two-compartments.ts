import { randomStream } from '../../../../math/random.js';
import { integralObstacle } from '../../../../rules/lasting.js';
import { checkTime } from '../checks.js';
import { startLasting } from '../lasting/start.js';
import { TwoCompartments } from '../lasting/two-compartments.js';
import { phasesOf } from '../phases-of.js';
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
  obstacle: integralObstacle,
  start(setting, options) {
    const { teachEvery: period } = this.filled(options);
    checkTime(`${name}.teachEvery`, period, 0, true);
    return startLasting(setting, phasesOf(setting.rule, 'zero'), {
      anew: false,
      neurons: (around, parts) => {
        const { name, size } = parts.member.population;
        const timers = Array.from({ length: size }, (_, unit) => {
          const first = period * randomStream(setting.seed, `timer/${name}[${unit}]`).uniform();
          return { first, period };
        });
        return new TwoCompartments(around, parts, timers);
      },
    });
  },
};

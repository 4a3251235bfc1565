import { refuse } from '../../../../errors.js';
import type { Initial } from '../../../../neurons/signal.js';
import { ActorRegime, surroundings } from '../actors.js';
import { checkTime, longestDelay } from '../checks.js';
import { PhasedCircuit } from '../phased-circuit.js';
import type { Way } from '../way.js';

/** Options of strict phases; times in tau. */
export interface StrictPhaseOptions {
  /** How long the forward sweep is waited for; 2 if not given. */
  readonly sweep?: number;
  /** Of the relaxation; 18 if not given. */
  readonly duration?: number;
  /** Where a relaxation begins; forward if not given. */
  readonly initial?: Initial;
}

const name = 'strict-phases';

/** A global clock: sweep, relaxation, plasticity, one after the other, whatever comes in between. */
export const strictPhases: Way<Required<StrictPhaseOptions>> = {
  name,
  summary: 'a global clock says when to answer, relax and learn; what comes in between waits',
  filled({ strictPhases: { sweep = 2, duration = 18, initial = 'forward' as const } = {} }) {
    return { sweep, duration, initial };
  },
  start(setting, options) {
    const { sweep, duration, initial } = this.filled(options);
    checkTime(`${name}.sweep`, sweep, 0, true);
    checkTime(`${name}.duration`, duration, 0);
    const drain = longestDelay(setting);
    // What comes at the very end would be answered after it.
    if (sweep <= drain) {
      const expected = `more than the longest way through the network, ${drain} tau`;
      refuse({ where: `${name}.sweep`, got: `${sweep} tau`, expected });
    }
    const around = surroundings(setting, false);
    const circuit = new PhasedCircuit(setting, around, { sweep, duration, drain, initial });
    return new ActorRegime(circuit, around, setting);
  },
};

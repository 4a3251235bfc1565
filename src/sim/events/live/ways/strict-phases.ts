import { refuse } from '../../../../errors.js';
import type { Initial } from '../../../../neurons/signal.js';
import type { Rule } from '../../../rule.js';
import { ActorRegime, surroundings } from '../actors.js';
import { checkTime, delayInto, longestDelay } from '../checks.js';
import { ClockedCircuit } from '../clocked-circuit.js';
import { clockedPhases } from '../clocked-rule.js';
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
    const { rule, delays } = setting;
    const { sweep, duration, initial } = this.filled(options);
    checkTime(`${name}.sweep`, sweep, 0, true);
    checkTime(`${name}.duration`, duration, 0);
    const way = longestDelay(setting);
    checkSweep(sweep, way);
    if (rule.kind !== 'relaxation') {
      if (options.strictPhases?.initial !== undefined) refuseInitial(rule, initial);
      const hop = Math.max(0, ...Object.keys(delays).map((node) => delayInto(delays, node)));
      return new ClockedCircuit(setting, clockedPhases(rule), { sweep, duration, hop, way });
    }
    const around = surroundings(setting, false);
    const circuit = new PhasedCircuit(setting, around, { sweep, duration, drain: way, initial });
    return new ActorRegime(circuit, around, setting);
  },
};

function checkSweep(sweep: number, way: number): void {
  // What comes at the very end would be answered after it.
  if (sweep > way) return;
  const expected = `more than the longest way through the network, ${way} tau`;
  refuse({ where: `${name}.sweep`, got: `${sweep} tau`, expected });
}

function refuseInitial(rule: Rule, initial: Initial): void {
  const expected = 'none: rules in phases say where states begin';
  refuse({ where: `${name}.initial`, got: `${initial} with rule ${rule.name}`, expected });
}

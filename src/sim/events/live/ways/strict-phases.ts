import { refuse } from '../../../../errors.js';
import { movingPhases } from '../../../../rules/equation.js';
import type { Rule as Phases } from '../../../../rules/rule.js';
import { clockObstacle } from '../../../clocked.js';
import type { Initial } from '../../../initial.js';
import type { Rule } from '../../../rule.js';
import { checkTime, delayInto, longestDelay } from '../checks.js';
import { ClockedCircuit } from '../clocked-circuit.js';
import type { LiveOptions } from '../options.js';
import { phasesOf } from '../phases-of.js';
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
  obstacle: clockObstacle,
  start(setting, options) {
    const { rule, delays } = setting;
    const { sweep, duration, initial } = this.filled(options);
    checkTime(`${name}.sweep`, sweep, 0, true);
    checkTime(`${name}.duration`, duration, 0);
    const way = longestDelay(setting);
    checkSweep(sweep, way);
    const phases = phasesOf(rule, initial);
    refuseIdle(rule, phases, options);
    const hop = Math.max(0, ...Object.keys(delays).map((node) => delayInto(delays, node)));
    return new ClockedCircuit(setting, phases, { sweep, duration, hop, way });
  },
};

function checkSweep(sweep: number, way: number): void {
  // What comes at the very end would be answered after it.
  if (sweep > way) return;
  const expected = `more than the longest way through the network, ${way} tau`;
  refuse({ where: `${name}.sweep`, got: `${sweep} tau`, expected });
}

/** @throws {InputError} on options that change nothing under a rule */
function refuseIdle(
  rule: Rule,
  phases: Phases,
  { strictPhases: { duration, initial } = {} }: LiveOptions,
): void {
  if (duration !== undefined && movingPhases(phases).length === 0)
    refuse({
      where: `${name}.duration`,
      got: `it with rule ${rule.name}`,
      expected: 'a rule by which states move',
    });
  if (initial !== undefined && rule.kind === 'phases')
    refuse({
      where: `${name}.initial`,
      got: `it with rule ${rule.name}`,
      expected: 'none: the rule says where states begin',
    });
}

import { refuse } from '../errors.js';
import { obstacleOf } from './continuous.js';
import type { PhasedRule } from './rule.js';
import { schedules } from './schedules.js';
import type { Relaxation } from './simulator.js';

/** What is asked for instead of steps, if anything is. */
function steplessOf({ solver, duration }: Relaxation): string | undefined {
  if (duration !== undefined) return 'duration';
  return solver === 'euler' || solver === 'auto' ? undefined : solver;
}

/**
 * Refuses, by name, what the batched engine can do with phases only where they are linear and what moves goes one way: as
 * their own formulas show.
 * @throws {InputError} naming the formula that is in the way; and on a schedule that is in the way
 */
export function refuseUnsolvable(
  { name, rule }: PhasedRule,
  relaxation: Relaxation,
  where = 'relaxation',
): void {
  const { schedule } = relaxation;
  const stepless = steplessOf(relaxation);
  if (stepless === undefined) return;
  const obstacle = obstacleOf(rule, 'threshold');
  if (obstacle)
    refuse({ where: `${where}.${stepless} with rule ${name}`, ...obstacle, hint: 'solver euler' });
  if (stepless === 'closed-form' && schedules[schedule].family === undefined) {
    refuse({
      where: `${where}.closed-form`,
      got: `schedule ${schedule}`,
      expected: 'a schedule whose steps have a closed form: synchronous, top-down',
      hint: 'solver euler',
    });
  }
}

import { equationOf, isEquation, movingPhases } from '../rules/equation.js';
import type { Obstacle } from '../rules/obstacle.js';
import type { Rule } from '../rules/rule.js';

/**
 * What keeps a rule from living under a clock, where each phase has its time: one that neither messages lead nor an equation
 * moves; or something told or kept of samples, of which nobody knows while they just come.
 */
export function clockObstacle(rule: Rule): Obstacle | undefined {
  const { keeps, factors = [], phases } = rule;
  if (keeps) return { got: `${keeps[0]} of a sample, kept`, expected: 'no states that are kept of samples' };
  if (factors.length > 0)
    return { got: `the factor ${factors[0]}`, expected: 'none: stimuli are inputs and targets' };
  const moving = movingPhases(rule);
  for (const phase of moving) {
    const equation = equationOf(rule, phase);
    if (!isEquation(equation)) return equation;
  }
  const stepping = phases.find((phase) => phase.steps !== undefined && !moving.includes(phase));
  return stepping && { got: `steps of phase ${stepping.name}`, expected: 'none where no state moves' };
}

import { type Complaint, refuse } from '../../../errors.js';
import { equationOf, isEquation, movingPhases } from '../../../rules/equation.js';
import type { Rule as Phases } from '../../../rules/rule.js';
import type { Rule } from '../../rule.js';

/**
 * The phases of a rule, of which each has its time: those that messages lead, and those that move by an equation.
 * @throws {InputError} on a rule with others, and on one that is told or keeps what nobody knows of samples that just come
 */
export function clockedPhases(rule: Rule): Phases {
  const where = 'LiveSimulator.rule';
  if (rule.kind !== 'phases')
    return refuse({ where, got: rule.name, expected: 'a rule of local messages', hint: 'ar' });
  const obstacle = obstacleIn(rule.rule);
  if (!obstacle) return rule.rule;
  return refuse({ where, ...obstacle, got: `${rule.name}: ${obstacle.got}` });
}

function obstacleIn(rule: Phases): Omit<Complaint, 'where'> | undefined {
  const { keeps, factors = [], phases } = rule;
  if (keeps) return { got: 'states of samples', expected: 'none: nobody knows which sample it is' };
  if (factors.length > 0)
    return { got: `factor ${factors[0]}`, expected: 'none: stimuli are inputs and targets' };
  const moving = movingPhases(rule);
  for (const phase of moving) {
    const equation = equationOf(rule, phase);
    if (!isEquation(equation)) return equation;
  }
  const stepping = phases.find((phase) => phase.steps !== undefined && !moving.includes(phase));
  return stepping && { got: `steps of phase ${stepping.name}`, expected: 'none where no state moves' };
}

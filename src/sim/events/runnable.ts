import { refuse } from '../../errors.js';
import type { RelaxationRule, Rule } from '../rule.js';
import type { Relaxation } from '../simulator.js';

/**
 * The rule, if this engine can run it that way.
 * @throws {InputError} on a rule that is not made of local messages, on the closed form of steps, and on continuous
 * time where the relaxation is not linear
 */
export function runnable(rule: Rule, { solver, duration }: Relaxation): RelaxationRule {
  if (rule.kind !== 'relaxation') {
    return refuse({
      where: 'EventSimulator.rule',
      got: JSON.stringify(rule.name),
      expected: 'a rule of local messages: ar',
      hint: 'the batched engine for bp',
    });
  }
  if (solver === 'closed-form' && duration === undefined) {
    refuse({
      where: 'EventSimulator.solver',
      got: 'closed-form with steps',
      expected: 'euler: this engine makes the steps, or a duration in continuous time',
      hint: 'the batched engine for the closed form of steps',
    });
  }
  if (duration !== undefined && !rule.neuron.linear) {
    refuse({
      where: `EventSimulator.duration with rule ${rule.name}`,
      got: 'a relaxation that is not linear',
      expected: 'a linear one, whose future has a closed form',
      hint: 'steps',
    });
  }
  return rule;
}

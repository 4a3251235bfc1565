import { refuse } from '../../../errors.js';
import type { Rule as Phases } from '../../../rules/rule.js';
import type { Rule, Steps } from '../../rule.js';
import type { Way } from './way.js';

const where = 'LiveSimulator.rule';

/** The phases of a rule, in continuous time: nobody steps. @throws {InputError} on a rule that is not of local messages */
export function phasesOf(rule: Rule, initial: Steps['initial'] = 'forward'): Phases {
  if (rule.kind === 'backpropagation')
    return refuse({ where, got: rule.name, expected: 'a rule of local messages', hint: 'rule ar' });
  return rule.kind === 'phases' ? rule.rule : rule.inPhases({ steps: 1, stepSize: 1, initial }).rule;
}

/** @throws {InputError} on a rule that a way of living with stimuli cannot run, naming the formula */
export function requireWayFor(rule: Rule, { name, obstacle }: Pick<Way, 'name' | 'obstacle'>): void {
  const found = obstacle?.(phasesOf(rule));
  if (found) refuse({ ...found, where, got: `${rule.name} with way ${name}: ${found.got}` });
}

import type { Layout } from '../../network/layout.js';
import type { PhasedRule } from '../../sim/rule.js';
import type { Relaxation } from '../../sim/simulator.js';
import { declaredNeeds } from './declared.js';
import type { Audit, Level } from './levels.js';

/** Said of what nobody has watched. */
export const derivedLine =
  'derived from the equations of the rule: the messages that flow under it were not watched yet';

const whence: Readonly<Record<Exclude<Level, 0>, string>> = {
  1: 'an earlier phase',
  2: 'a signal that all hear at once',
  3: 'the weight of another synapse',
  4: 'none of its own',
};

/** What a rule in phases reads by its equations, as an audit; what is local now is not in it. */
export function derivedAudit(rule: PhasedRule, relaxation: Relaxation, layout: Layout): Audit {
  const readings = declaredNeeds(rule, relaxation, layout).map((need) => ({
    ...{ ...need, from: whence[need.level] },
    ...{ where: [], senders: [], count: 0, age: 0 },
  }));
  return { rule: rule.name, readings, formulas: [], findings: [] };
}

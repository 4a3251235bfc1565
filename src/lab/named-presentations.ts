import { multiple } from '../math/time.js';
import { relaxationOf } from '../sim/relaxation.js';
import type { PhasedRule, RelaxationRule } from '../sim/rule.js';
import { rules } from '../sim/rules.js';
import { type ScheduleName, schedules } from '../sim/schedules.js';
import type { Presentation, Relaxation } from '../sim/simulator.js';
import { solverNames } from '../sim/solvers.js';

/** A presentation with a name for tables. */
export type NamedPresentation = Presentation & { readonly name: string };

/**
 * Every presentation under a rule that both engines can run: each solver and schedule in the lists that has a meaning,
 * and continuous time for as long as the steps take; or continuous time only, if a duration is given.
 */
export function allPresentations(
  relaxation: Relaxation,
  rule: RelaxationRule = rules.ar,
): NamedPresentation[] {
  return [
    ...(relaxation.duration === undefined ? steppedPresentations(rule, relaxation) : []),
    ...(rule.linear ? [continuousPresentation(rule, relaxation)] : []),
  ];
}

const explicitSolvers = solverNames.filter((solver) => solver !== 'auto');

function steppedPresentations(rule: RelaxationRule, relaxation: Relaxation): NamedPresentation[] {
  return explicitSolvers.flatMap((solver): NamedPresentation[] => {
    // Where nothing is linear there are steps only; and the fixed point is the same whoever goes first.
    if (solver !== 'euler' && !rule.linear) return [];
    if (solver === 'equilibrium') {
      return [{ rule, relaxation: { ...relaxation, solver }, name: `${rule.name} ${solver}` }];
    }
    const named = Object.keys(schedules) as ScheduleName[];
    const having = named.filter((name) => solver === 'euler' || schedules[name].family !== undefined);
    return having.map((schedule) => ({
      rule,
      relaxation: { ...relaxation, solver, schedule },
      name: `${rule.name} ${solver} ${schedule}`,
    }));
  });
}

function continuousPresentation(rule: RelaxationRule, relaxation: Relaxation): NamedPresentation {
  const { steps, stepSize, duration = multiple(steps, stepSize) } = relaxation;
  return {
    rule,
    relaxation: { ...relaxation, solver: 'closed-form', duration },
    name: `${rule.name} continuous time`,
  };
}

/** A rule in phases has steps of its own: there is one presentation of it. */
export const phasedPresentation = (rule: PhasedRule): NamedPresentation => ({
  rule,
  relaxation: relaxationOf({ solver: 'euler' }),
  name: rule.name,
});

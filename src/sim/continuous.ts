import { equationOf, isEquation, movingPhases } from '../rules/equation.js';
import { type Chosen, defaultsOf, type RuleFamily, type RuleOptions } from '../rules/family.js';
import { numberOfSteps } from '../rules/names.js';
import type { Obstacle } from '../rules/obstacle.js';
import type { Phase, Rule } from '../rules/rule.js';
import type { Relaxation } from './simulator.js';

/** How neurons speak in continuous time. */
export type ContinuousWay = 'trajectory' | 'threshold';

/** How phases that move go without steps: in continuous time, or straight to where they lead. */
export type SteplessWay = ContinuousWay | 'equilibrium';

/** Which formula keeps the phases of a rule that move from continuous time, or its neurons from speaking that way there. */
export function obstacleOf(rule: Rule, way: ContinuousWay): Obstacle | undefined {
  const phases = movingPhases(rule);
  if (phases.length === 0)
    return { got: 'phases in which nothing moves', expected: 'a phase in which states move' };
  for (const phase of phases) {
    const equation = equationOf(rule, phase);
    if (!isEquation(equation)) return equation;
    if (way === 'threshold' && equation.mixed) return equation.mixed;
  }
  return undefined;
}

/**
 * How neurons speak under a rule in phases where its phases take continuous time instead of steps: for a duration; and by
 * a quantum, of which they then know when they have moved by it, wherever they can. Undefined where they step.
 */
export function continuousWay(
  rule: Rule,
  { duration, messages, quantum = 0 }: Relaxation,
): ContinuousWay | undefined {
  if (messages !== 'threshold') return duration === undefined ? undefined : 'trajectory';
  if (duration !== undefined) return messages;
  return quantum !== 0 && !obstacleOf(rule, messages) ? messages : undefined;
}

/** How phases in which states move go without steps; undefined where they step. */
export function steplessWay(rule: Rule, relaxation: Relaxation): SteplessWay | undefined {
  return continuousWay(rule, relaxation) ?? (relaxation.solver === 'equilibrium' ? 'equilibrium' : undefined);
}

/** Phases that take steps; without steps none in which anything moves. */
export function steppingPhases(rule: Rule, relaxation: Relaxation): readonly Phase[] {
  const stepless = steplessWay(rule, relaxation) === undefined ? [] : movingPhases(rule);
  return rule.phases.filter((phase) => numberOfSteps(phase) > 0 && !stepless.includes(phase));
}

/** A choice of a family, other than its default, under which there is no such obstacle: `predictions frozen`. */
export const choiceWithout = (family: RuleFamily, way: ContinuousWay): string | undefined =>
  choiceFor(family, (rule) => !obstacleOf(rule, way));

/** A choice of a family, other than its default, under which something holds of its rule. */
export function choiceFor({ options, of }: RuleFamily, holds: (rule: Rule) => boolean): string | undefined {
  const defaults = defaultsOf(options);
  for (const [name, option] of Object.entries(options)) {
    if (option.kind !== 'choice') continue;
    const choice = option.choices.find((one) =>
      holds(of({ ...defaults, [name]: one } as Chosen<RuleOptions>)),
    );
    if (choice !== undefined) return `${name} ${choice}`;
  }
  return undefined;
}

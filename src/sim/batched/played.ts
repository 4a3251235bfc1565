import { requireFeedback } from '../../network/feedback-weights.js';
import type { Layout } from '../../network/layout.js';
import type { Formula } from '../../rules/rule.js';
import { requirePlaces } from '../choice-places.js';
import { batchedSolver, refuseMeaningless, refuseMessages } from '../meaning.js';
import { requireWeights } from '../own-weights.js';
import type { Rule } from '../rule.js';
import { bp } from '../rules/bp.js';
import type { Relaxation } from '../simulator.js';
import { refuseUnsolvable } from '../solvable.js';
import type { Bench } from './phases/bench.js';
import type { Course } from './phases/stage.js';

/** What a rule is to the batched engine: phases, how they are gone through, and what is told of them. */
export interface Played extends Pick<Bench<never>, 'rule' | 'course'> {
  /** Of rules that tell one activity of each node; others tell every state. */
  readonly activity?: Formula;
}

const inSteps: Course = { solver: 'euler', schedule: 'synchronous' };

/**
 * A rule as it is gone through on the way to gradients.
 * @param parameters those that there are, by name
 * @throws {InputError} on a relaxation without meaning under the rule, or weights of its own that are missing
 */
export function playedOf(
  layout: Layout,
  parameters: Readonly<Record<string, unknown>>,
  rule: Rule,
  relaxation: Relaxation,
): Played {
  if (rule.kind === 'backpropagation') return { ...rule.inPhases(), course: inSteps };
  const { schedule, duration, seed } = relaxation;
  const course = {
    schedule,
    ...(duration !== undefined && { duration }),
    ...(seed !== undefined && { seed }),
  };
  if (rule.kind === 'phases') {
    refuseUnsolvable(rule, relaxation);
    refuseMessages(relaxation);
    requireWeights(layout, parameters, rule.rule);
    return { rule: rule.rule, course: { ...course, solver: solverOf(relaxation) } };
  }
  requirePlaces(layout, rule);
  refuseMeaningless(rule, relaxation);
  refuseMessages(relaxation);
  requireFeedback(layout, parameters, rule);
  return { ...rule.inPhases(relaxation), course: { ...course, solver: batchedSolver(rule, relaxation) } };
}

/**
 * A rule as it answers inputs: what a network answers is what its forward sweep leaves, if the rule does not say otherwise.
 * @throws {InputError} on weights of the rule's own that are missing
 */
export function answering(
  layout: Layout,
  parameters: Readonly<Record<string, unknown>>,
  rule: Rule | undefined,
): Played {
  if (rule?.kind !== 'phases') return { rule: bp.inPhases().rule, course: inSteps };
  requireWeights(layout, parameters, rule.rule);
  return { rule: rule.rule, course: inSteps };
}

const solverOf = ({ solver, duration }: Relaxation): Course['solver'] => {
  if (duration !== undefined) return 'closed-form';
  return solver === 'auto' ? 'euler' : solver;
};

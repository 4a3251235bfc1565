import { batchedSolver } from '../sim/meaning.js';
import type { Rule } from '../sim/rule.js';
import type { Relaxation } from '../sim/simulator.js';
import type { SolverName } from '../sim/solvers.js';

const eventSolver = ({ duration }: Relaxation) => (duration === undefined ? 'euler' : 'closed-form');

/** What solver `auto` stands for, so that the record of a run says what was done. */
export function resolved(relaxation: Relaxation, rule: Rule, engine: string): SolverName {
  // Threshold messages go by no solver, nor do rules in phases in continuous time.
  const { messages, duration } = relaxation;
  const none = messages === 'threshold' || (rule.kind === 'phases' && duration !== undefined);
  if (relaxation.solver !== 'auto' || none) return relaxation.solver;
  return engine === 'batched' && rule.kind === 'relaxation'
    ? batchedSolver(rule, relaxation)
    : eventSolver(relaxation);
}

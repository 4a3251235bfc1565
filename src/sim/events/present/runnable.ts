import { refuse } from '../../../errors.js';
import { refuseMeaningless, refuseSharedWeights } from '../../meaning.js';
import type { RelaxationRule, Rule } from '../../rule.js';
import type { Relaxation } from '../../simulator.js';

/** What this engine cannot change any more, and what is presented. */
export interface Means {
  /** The circuit's inputs are neurons that relax. */
  readonly inputsRelax: boolean;
  readonly batchSize: number;
}

/**
 * The rule, if this engine can run it that way.
 * @throws {InputError} on a rule that is not made of local messages, on the closed form of steps, on a relaxation that
 * has no meaning under the rule, on inputs that should relax and cannot, and on a batch whose samples would share
 * weights that move during each presentation
 */
export function runnable(rule: Rule, relaxation: Relaxation, means: Means): RelaxationRule {
  if (rule.kind !== 'relaxation') {
    return refuse({
      where: 'EventSimulator.rule',
      got: JSON.stringify(rule.name),
      expected: 'a rule of local messages: ar',
      hint: 'the batched engine for bp',
    });
  }
  refuseMeaningless(rule, relaxation, 'EventSimulator', { findsCrossings: true });
  const { solver, duration } = relaxation;
  if (solver === 'closed-form' && duration === undefined) {
    refuse({
      where: 'EventSimulator.solver',
      got: 'closed-form with steps',
      expected: 'euler: this engine makes the steps, or a duration in continuous time',
      hint: 'the batched engine for the closed form of steps',
    });
  }
  refuseOtherInputs(rule, means);
  refuseSharedWeights(rule, means.batchSize, 'EventSimulator.batch');
  return rule;
}

function refuseOtherInputs({ name, inputsRelax, carriesUp }: RelaxationRule, means: Means): void {
  // Inputs that can relax may do so where nobody hears of it.
  if (inputsRelax === means.inputsRelax || (means.inputsRelax && carriesUp === 'never')) return;
  const called = (relax: boolean) => (relax ? 'relaxing' : 'clamped');
  refuse({
    where: `EventSimulator.inputs with rule ${name}`,
    got: `a circuit made with inputs ${called(means.inputsRelax)}`,
    expected: called(inputsRelax),
    hint: `the option inputs: '${called(inputsRelax)}'`,
  });
}

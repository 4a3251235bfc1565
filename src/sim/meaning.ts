import { refuse } from '../errors.js';
import type { RelaxationRule } from './rule.js';
import { schedules } from './schedules.js';
import type { Relaxation } from './simulator.js';
import type { SolverName } from './solvers.js';

/** The course of this relaxation is known in closed form. */
export function hasClosedForm(rule: RelaxationRule, { schedule, duration }: Relaxation): boolean {
  return rule.linear && (duration !== undefined || schedules[schedule].family !== undefined);
}

/** What `auto` stands for on the batched engine. */
export function batchedSolver(rule: RelaxationRule, relaxation: Relaxation): Exclude<SolverName, 'auto'> {
  if (relaxation.solver !== 'auto') return relaxation.solver;
  return hasClosedForm(rule, relaxation) ? 'closed-form' : 'euler';
}

/**
 * Refuses, by name, a relaxation that has no meaning under a rule.
 * @throws {InputError} on a closed form, an equilibrium or continuous time where the rule has none
 */
export function refuseMeaningless(rule: RelaxationRule, relaxation: Relaxation, where = 'relaxation'): void {
  const { solver, duration, schedule, messages } = relaxation;
  const stepless =
    messages === 'threshold' ? 'threshold messages' : duration === undefined ? solver : 'duration';
  if (stepless === 'euler' || stepless === 'auto') return;
  if (!rule.linear) {
    refuse({
      where: `${where}.${stepless} with rule ${rule.name}`,
      got: 'a relaxation that is not linear',
      expected: 'a linear one, whose course is known',
      hint: 'solver euler with steps',
    });
  }
  if (stepless === 'closed-form' && schedules[schedule].family === undefined) {
    refuse({
      where: `${where}.closed-form`,
      got: `schedule ${schedule}`,
      expected: 'a schedule whose steps have a closed form: synchronous, top-down',
      hint: 'solver euler',
    });
  }
}

/** @throws {InputError} on a way to speak, on an engine that has no messages */
export function refuseMessages({ messages }: Relaxation, where = 'BatchedSimulator.messages'): void {
  if (messages === undefined) return;
  refuse({
    where,
    got: messages,
    expected: 'none: only the event engine has messages',
    hint: 'engine events',
  });
}

/** @throws {InputError} on a learning rate of feedback weights that do not learn */
export function refuseIdleFeedbackRate({ feedback }: RelaxationRule, rate: number, where: string): void {
  if (feedback.learns) return;
  refuse({
    where,
    got: `${rate} with feedback ${feedback.name}`,
    expected: 'none: only learned feedback learns',
    hint: 'feedback learned',
  });
}

/**
 * The event engine presents one sample after the other: what one moves, the next would find moved.
 * @throws {InputError} on several samples under a rule whose weights move during each presentation
 */
export function refuseSharedWeights({ plasticity }: RelaxationRule, samples: number, where: string): void {
  if (samples === 1 || !plasticity.timing.whileRelaxing) return;
  refuse({
    where,
    got: `${samples} samples with plasticity ${plasticity.timing.name}`,
    expected: '1: weights that move during one presentation are not those of the next',
    hint: 'one sample at a time, or the batched engine',
  });
}

import { refuse } from '../errors.js';
import type { Layout } from '../network/layout.js';
import type { Activation } from '../neurons/activation.js';
import { activations } from '../neurons/activations.js';
import type { RelaxationRule } from './rule.js';
import { schedules } from './schedules.js';
import type { Relaxation } from './simulator.js';
import type { SolverName } from './solvers.js';
import { bends, learnsFeedback, movesWeights } from './traits.js';

/** The course of this relaxation is known in closed form. */
export function hasClosedForm(rule: RelaxationRule, { schedule, duration }: Relaxation): boolean {
  return rule.linear && (duration !== undefined || schedules[schedule].family !== undefined);
}

/** What `auto` stands for on the batched engine. */
export function batchedSolver(rule: RelaxationRule, relaxation: Relaxation): Exclude<SolverName, 'auto'> {
  if (relaxation.solver !== 'auto') return relaxation.solver;
  return hasClosedForm(rule, relaxation) ? 'closed-form' : 'euler';
}

/** How far an engine gets without steps. */
export interface Abilities {
  /** It finds the crossings of kinks between which a relaxation is linear. */
  readonly findsCrossings: boolean;
}

/**
 * Refuses, by name, a relaxation that has no meaning under a rule.
 * @throws {InputError} on a closed form, an equilibrium or continuous time where the rule has none, and on a band where
 * nothing crosses a kink
 */
export function refuseMeaningless(
  rule: RelaxationRule,
  relaxation: Relaxation,
  where = 'relaxation',
  { findsCrossings }: Abilities = { findsCrossings: false },
): void {
  const { duration, schedule, messages, band } = relaxation;
  // On the event engine rule ar has actors of its own, whose weights stand.
  if (findsCrossings) refuseMadeWeights(rule, where);
  const stepless = steplessOf(relaxation);
  if (band !== undefined && !bends(rule)) refuseIdleBand(rule, band, where);
  if (stepless === undefined) return;
  const crosses = findsCrossings && duration !== undefined && messages !== 'threshold';
  if (!rule.linear && !(crosses && !movesWeights(rule))) {
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

function refuseMadeWeights({ name, feedbacks }: RelaxationRule, where: string): void {
  const feedback = feedbacks.all.find(({ path }) => path.ofMate);
  if (!feedback) return;
  refuse({
    where: `${where} with rule ${name}`,
    got: `feedback ${feedback.name}, over weights that are made of others`,
    expected: 'forward weights, or weights of its own',
    hint: 'engine batched, or the rule in phases',
  });
}

// What is asked for instead of steps.
function steplessOf({ solver, duration, messages }: Relaxation): string | undefined {
  if (messages === 'threshold') return 'threshold messages';
  if (duration !== undefined) return 'duration';
  return solver === 'euler' || solver === 'auto' ? undefined : solver;
}

function refuseIdleBand({ name }: RelaxationRule, band: number, where: string): never {
  return refuse({
    where: `${where}.band with rule ${name}`,
    got: String(band),
    expected: 'none: no slope changes on the way',
    hint: 'derivative current',
  });
}

/**
 * Continuous time with slopes of the moment goes from kink to kink.
 * @throws {InputError} on a node whose slope moves otherwise
 */
export function refuseCurved(
  { inputs, nodes }: Layout,
  rule: RelaxationRule,
  { duration, messages }: Relaxation,
  where: string,
): void {
  if (duration === undefined || messages === 'threshold' || !bends(rule)) return;
  const moving = new Set(nodes.filter(({ role }) => role === 'relaxing').map(({ name }) => name));
  if (rule.inputsRelax) for (const { name } of inputs) moving.add(name);
  const curved = nodes.find(
    ({ activation, parents }) => !activation.kinks && parents.some(({ name }) => moving.has(name)),
  );
  if (!curved) return;
  refuse({
    where: `${where}.duration with rule ${rule.name}`,
    got: `node ${curved.name} with activation ${curved.spec.activation ?? 'linear'}`,
    expected: `one of ${piecewiseLinear().join(', ')} wherever a slope moves`,
    hint: 'solver euler with steps',
  });
}

const piecewiseLinear = () =>
  Object.entries(activations as Readonly<Record<string, Activation>>)
    .filter(([, { kinks }]) => kinks)
    .map(([name]) => name);

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
export function refuseIdleFeedbackRate(rule: RelaxationRule, rate: number, where: string): void {
  if (learnsFeedback(rule)) return;
  refuse({
    where,
    got: `${rate} with feedback ${rule.feedbacks.all.map(({ name }) => name).join(', ')}`,
    expected: 'none: only learned feedback learns',
    hint: 'feedback learned',
  });
}

/**
 * The event engine presents one sample after the other: what one moves, the next would find moved.
 * @throws {InputError} on several samples under a rule whose weights move during each presentation
 */
export function refuseSharedWeights(rule: RelaxationRule, samples: number, where: string): void {
  if (samples === 1 || !movesWeights(rule)) return;
  refuse({
    where,
    got: `${samples} samples with plasticity continuous`,
    expected: '1: weights that move during one presentation are not those of the next',
    hint: 'one sample at a time, or the batched engine',
  });
}

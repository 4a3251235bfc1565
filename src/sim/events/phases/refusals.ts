import { refuse } from '../../../errors.js';
import type { Layout } from '../../../network/layout.js';
import { tauOf } from '../../../neurons/cell.js';
import { byPopulation, type Speech, sampled, threshold } from '../../../neurons/phases/speech.js';
import { movingPhases } from '../../../rules/equation.js';
import { adapts, statementsOf } from '../../../rules/names.js';
import type { Meant, Rule } from '../../../rules/rule.js';
import { continuousWay, obstacleOf, type SteplessWay, steplessWay } from '../../continuous.js';
import { checkQuantumNodes } from '../../messages.js';
import { relaysOf } from '../../relays.js';
import { isMeant } from '../../roles.js';
import type { PhasedRule } from '../../rule.js';
import { schedules } from '../../schedules.js';
import type { Relaxation } from '../../simulator.js';
import { finenessOf } from '../../speech.js';
import type { Cells } from '../build/cells.js';
import { nodeNamed } from '../build/node-named.js';
import type { EventOptions } from '../options.js';
import type { InTime } from './in-time.js';
import { refuseIdleBand } from './kink-refusals.js';
import { isSweep } from './place.js';
import type { Order } from './stepping.js';

const where = (what: string, { name }: PhasedRule) => `EventSimulator.${what} with rule ${name}`;

/** @throws {InputError} on time constants or noise of cells that a rule does not move, or not by steps that it bears */
export function refuseCells({ nodes }: Layout, rule: PhasedRule, cells: Cells = {}): void {
  const stepSizes = rule.rule.phases.flatMap(({ moves = [], steps, stepSize = 1 }) =>
    steps !== undefined && moves.some(({ kind }) => kind === 'move') ? [stepSize] : [],
  );
  const largest = Math.max(0, ...stepSizes);
  for (const [name, { tau, noise }] of Object.entries(cells)) {
    const given = noise ? 'noise' : 'tau';
    const at = where(`cells.${name}.${given}`, rule);
    if (noise === undefined && tau === undefined) continue;
    if (stepSizes.length === 0)
      refuse({ where: at, got: 'a rule without steps', expected: 'steps in which something moves' });
    const { size } = nodeNamed({ nodes }, 'cells', name);
    for (let unit = 0; unit < size; unit++) {
      if (largest / tauOf(tau, unit) < 2) continue;
      const got = `${tauOf(tau, unit)} with steps of ${largest}`;
      refuse({ where: where(`cells.${name}.tau`, rule), got, expected: 'steps below twice it' });
    }
  }
}

/** @throws {InputError} on noise of cells, and on time constants of theirs where futures are told, which have one */
export function refuseLate(rule: PhasedRule, way: SteplessWay, options: EventOptions): void {
  const cells = Object.entries(options.cells ?? {});
  const noisy = cells.find(([, { noise }]) => noise);
  if (noisy) refuse({ where: where(`cells.${noisy[0]}.noise`, rule), got: nameOf(way), expected: 'steps' });
  const slow = way === 'trajectory' && cells.find(([, { tau }]) => tau !== undefined);
  if (!slow) return;
  const expected = 'steps or threshold messages: futures have one time constant';
  const at = where(`cells.${slow[0]}.tau`, rule);
  refuse({ where: at, got: 'messages trajectory', expected, hint: 'messages threshold' });
}

const nameOf = (way: SteplessWay) => (way === 'equilibrium' ? 'solver equilibrium' : `messages ${way}`);

/** How neurons speak at steps, and in continuous time where phases are in that. */
export interface Speaking {
  readonly speech: Speech;
  /** Of those who move in a step. */
  readonly order: Order;
  readonly inTime?: InTime;
}

/**
 * How neurons speak: at every step, or, with messages threshold, on change. With a duration, and by a quantum where they
 * know when they will have moved by it, phases that move do so in continuous time; with solver equilibrium they go straight to
 * where they lead.
 * @param at what errors call the relaxation
 * @throws {InputError} on continuous time and equilibrium where a phase has no equation, and on messages on change
 * where weights move meanwhile
 */
export function speechOf(rule: PhasedRule, relaxation: Relaxation, at = 'EventSimulator'): Speaking {
  const { duration, messages, schedule, seed = 1, solver, flush = false, band = 0 } = relaxation;
  const place = (what: string) => `${at}.${what} with rule ${rule.name}`;
  if (solver === 'closed-form' && duration === undefined) {
    const expected = 'euler: this engine makes the steps, or a duration in continuous time';
    refuse({ where: place('solver'), got: solver, expected, hint: 'engine batched' });
  }
  if (duration === undefined && messages === 'trajectory')
    refuse({ where: place('messages'), got: messages, expected: 'a duration', hint: 'duration 10' });
  refuseIdleBand(rule.rule, relaxation.band, place('band'));
  const way = steplessWay(rule.rule, relaxation);
  const order: Order = (movers) => schedules[schedule].steps(movers, seed);
  if (!way) return { order, speech: messages === 'threshold' ? onChange(rule, relaxation, place) : sampled };
  const asked = duration === undefined ? 'messages' : 'duration';
  requireWay(rule, way, place(way === 'equilibrium' ? 'solver' : asked));
  const fineness = (node: string) => finenessOf(relaxation, node);
  return { speech: sampled, order, inTime: { way, duration, flush, fineness, band } };
}

function requireWay({ rule }: PhasedRule, way: SteplessWay, where: string): void {
  // Who settles does so once: by what he hears, and by no other state that moves.
  const obstacle = obstacleOf(rule, way === 'equilibrium' ? 'threshold' : way);
  if (obstacle) refuse({ where, ...obstacle, ...(way === 'equilibrium' && { hint: 'solver euler' }) });
}

function onChange(rule: PhasedRule, relaxation: Relaxation, place: (what: string) => string): Speech {
  const { quantum = 0 } = relaxation;
  const odd = (['relativeQuantum', 'anneal', 'smallestQuantum', 'flush'] as const).find(
    (name) => relaxation[name] !== undefined,
  );
  // They have a meaning in continuous time alone.
  if (odd) requireWay(rule, 'threshold', place(odd));
  if (odd) refuse({ where: place(odd), got: String(relaxation[odd]), expected: 'a quantum above 0' });
  // Weights that have moved make another message of the same value.
  if (adapts(rule.rule))
    refuse({ where: place('messages'), got: 'threshold', expected: 'sampled: weights move meanwhile' });
  if (typeof quantum === 'number') return threshold(quantum);
  // Inputs have none of their own: they say whatever changes.
  return byPopulation((node) => threshold(Object.hasOwn(quantum, node) ? quantum[node] : 0));
}

/**
 * @throws {InputError} unless there is a quantum for every node whose neurons move in continuous time, or at steps for every
 * one whose neurons speak there, and for no other
 */
export function checkQuanta(rule: PhasedRule, relaxation: Relaxation, { nodes }: Layout): void {
  const { quantum = 0, smallestQuantum = quantum, messages } = relaxation;
  if (messages !== 'threshold') return;
  const inTime = continuousWay(rule.rule, relaxation) !== undefined;
  const who = inTime ? movers(rule.rule) : speakers(rule.rule);
  // In continuous time relays pass on whatever changes.
  const relays = inTime ? relaysOf({ nodes }, rule.rule) : [];
  const own = nodes.filter((node) => !relays.includes(node) && who.some((one) => isMeant(one, { node })));
  const names = own.map(({ name }) => name);
  checkQuantumNodes(where('quantum', rule), quantum, names);
  checkQuantumNodes(where('smallestQuantum', rule), smallestQuantum, names);
}

const movers = (rule: Rule): readonly Meant[] =>
  movingPhases(rule).flatMap(({ moves = [] }) => moves.flatMap((one) => (one.kind === 'move' ? one : [])));

/** In a sweep everybody speaks once, whatever that is. */
const speakers = ({ phases }: Rule): readonly Meant[] =>
  phases
    .filter((phase) => !isSweep(phase))
    .flatMap(statementsOf)
    .flatMap((one) => (one.kind === 'say' ? one : []));

/** @throws {InputError} on several samples under a rule whose weights move during each presentation */
export function refuseSharedMoves(rule: PhasedRule, samples: number, at = where('batch', rule)): void {
  if (samples === 1 || !adapts(rule.rule)) return;
  refuse({
    where: at,
    got: `${samples} samples`,
    expected: '1: weights that move during one presentation are not those of the next',
    hint: 'one sample at a time, or the batched engine',
  });
}

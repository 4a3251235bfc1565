import { refuse } from '../../../errors.js';
import type { Layout } from '../../../network/layout.js';
import { tauOf } from '../../../neurons/cell.js';
import { type Speech, sampled, threshold } from '../../../neurons/phases/speech.js';
import { equationOf, isEquation, movingPhases } from '../../../rules/equation.js';
import { adapts } from '../../../rules/names.js';
import type { Obstacle } from '../../../rules/obstacles.js';
import type { PhasedRule } from '../../rule.js';
import type { Relaxation } from '../../simulator.js';
import { finenessOf } from '../../speech.js';
import type { Cells } from '../build/cells.js';
import { nodeNamed } from '../build/node-named.js';
import type { EventOptions } from '../engine.js';
import type { InTime } from './in-time.js';

const where = (what: string, { name }: PhasedRule) => `EventSimulator.${what} with rule ${name}`;

/** @throws {InputError} on a circuit made with what only activation relaxation has */
export function refuseSurroundings(rule: PhasedRule, options: EventOptions): void {
  if (typeof options.grain === 'function')
    refuse({ where: where('grain', rule), got: 'one of its own', expected: 'synapse or arbor' });
}

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

/** @throws {InputError} on what continuous time under a rule in phases has no place for yet */
export function refuseLate(rule: PhasedRule, options: EventOptions): void {
  const given = (['delays', 'wires', 'cells'] as const).find(
    (name) => Object.keys(options[name] ?? {}).length > 0,
  );
  if (given)
    refuse({ where: where(given, rule), got: 'some in continuous time', expected: 'none', hint: 'steps' });
}

/** How neurons speak at steps, and in continuous time where phases are in that. */
export interface Speaking {
  readonly speech: Speech;
  readonly inTime?: InTime;
}

/**
 * How neurons speak: at every step, or, with messages threshold, on change. With a duration, and where a quantum has them
 * speak in continuous time, phases that move do so by their equations.
 * @throws {InputError} on continuous time where a phase has no equation, on a schedule, and on messages on change where
 * weights move meanwhile
 */
export function speechOf(rule: PhasedRule, relaxation: Relaxation): Speaking {
  const { duration, messages, schedule, quantum = 0 } = relaxation;
  if (schedule !== 'synchronous')
    refuse({ where: where('schedule', rule), got: schedule, expected: 'synchronous' });
  if (duration !== undefined) {
    requireEquations(rule, 'duration');
    return inTime(rule, relaxation, messages === 'threshold' ? messages : 'trajectory');
  }
  if (messages === 'trajectory')
    refuse({ where: where('messages', rule), got: messages, expected: 'a duration', hint: 'duration 10' });
  if (messages !== 'threshold') return { speech: sampled };
  // Of quantum 0 there is no next time at which a neuron has moved by it.
  return quantum !== 0 && !obstacleOf(rule) ? inTime(rule, relaxation, messages) : onChange(rule, relaxation);
}

function inTime(rule: PhasedRule, relaxation: Relaxation, way: InTime['way']): Speaking {
  const { duration, flush = false } = relaxation;
  if (way === 'threshold') requireEquations(rule, 'messages', way);
  const fineness = (node: string) => finenessOf(relaxation, node);
  return { speech: sampled, inTime: { way, duration, flush, fineness } };
}

/** What keeps the phases that move from continuous time, or neurons from speaking on change there. */
function obstacleOf({ rule }: PhasedRule, way: InTime['way'] = 'threshold'): Obstacle | undefined {
  const phases = movingPhases(rule);
  if (phases.length === 0)
    return { got: 'phases in which nothing moves', expected: 'one in which states do' };
  for (const phase of phases) {
    const equation = equationOf(rule, phase);
    if (!isEquation(equation)) return equation;
    if (way === 'threshold' && equation.mixed) return equation.mixed;
  }
  return undefined;
}

function requireEquations(rule: PhasedRule, what: string, way: InTime['way'] = 'trajectory'): void {
  const obstacle = obstacleOf(rule, way);
  if (obstacle) refuse({ where: where(what, rule), ...obstacle });
}

function onChange(rule: PhasedRule, relaxation: Relaxation): Speaking {
  const { quantum = 0 } = relaxation;
  const odd = (['relativeQuantum', 'anneal', 'smallestQuantum', 'flush'] as const).find(
    (name) => relaxation[name] !== undefined,
  );
  // They have a meaning in continuous time alone.
  if (odd) requireEquations(rule, odd, 'threshold');
  if (odd) refuse({ where: where(odd, rule), got: String(relaxation[odd]), expected: 'a quantum above 0' });
  if (typeof quantum !== 'number')
    refuse({ where: where('quantum', rule), got: 'one for each node', expected: 'one for all' });
  // Weights that have moved make another message of the same value.
  if (adapts(rule.rule))
    refuse({ where: where('messages', rule), got: 'threshold', expected: 'sampled: weights move meanwhile' });
  return { speech: threshold(quantum) };
}

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

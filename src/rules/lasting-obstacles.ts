import type { Degree } from './dynamics.js';
import type { Equation } from './equation.js';
import { type Expression, leavesOf } from './expression.js';
import { groupsOf } from './groups.js';
import { type Obstacle, textOf } from './obstacle.js';
import { type Quantity, quantityOf, quantityRead } from './quantities.js';
import type { Phase, Rule } from './rule.js';
import type { Traced } from './symbols.js';

/** A rule of a sweep up and one phase that moves, before it is known whether neurons can live by it. */
export interface Candidate {
  readonly relax: Phase;
  readonly sweep: Phase;
  readonly rule: Rule;
  readonly equation: Equation;
  /** Of all of the rule, and of the end alone. */
  readonly traced: readonly Traced[];
  readonly ends: readonly Traced[];
  /** Of what moves. */
  readonly degrees: ReadonlyMap<Quantity, Degree>;
}

/** The first thing for which neurons that nobody tells when anything begins or ends cannot live by a rule. */
export function lastingObstacleIn(candidate: Candidate): Obstacle | undefined {
  for (const look of [messages, statements, knowledge, targets, learning]) {
    const obstacle = look(candidate);
    if (obstacle) return obstacle;
  }
  return undefined;
}

/** Nothing is done but in its place. */
function statements({ sweep, relax, rule }: Candidate): Obstacle | undefined {
  const { begins = [], ends = [], moves = [], name } = relax;
  const within = (what: string, expected: string) => ({ got: `${what} of phase ${name}`, expected });
  if (begins.some(({ kind }) => kind !== 'set')) return within('what begins', 'states that are set');
  if (ends.some(({ kind }) => kind !== 'learn')) return within('the end', 'synapses that learn');
  if (moves.some(({ who }) => groupsOf[who].includes('input')))
    return within('the moves', 'inputs that hold the stimulus');
  const odd = sweep.talk.find((one) =>
    one.kind === 'say' ? rule.paths[one.path].way !== 'up' : one.kind !== 'set',
  );
  if (odd) return { got: `${odd.kind} in phase ${sweep.name}`, expected: 'states, and what goes up' };
  if (rule.keeps) return { got: 'states that samples keep', expected: 'none: a stream has no samples' };
  return undefined;
}

/** What moves goes down, and nothing else does. */
function messages({ rule, relax, equation, traced }: Candidate): Obstacle | undefined {
  for (const one of traced) {
    const { what, phase } = one;
    if (phase !== relax || what.kind !== 'say') continue;
    if (rule.paths[what.path].way === 'up')
      return { got: textOf(one), expected: 'nothing that goes up but in the sweep' };
    if (equation.still.has(quantityOf(what)!))
      return { got: textOf(one), expected: 'a message of what moves' };
  }
  // They would have to be foreseen where nobody says how long anything lasts.
  return equation.slopes && { got: `slopes that move in phase ${relax.name}`, expected: 'slopes that stay' };
}

/** What all are told of a presentation is told to nobody. */
function knowledge({ traced }: Candidate): Obstacle | undefined {
  const told = traced.find(
    ({ signals, hides, expression }) =>
      signals.size > 0 ||
      hides ||
      leavesOf(expression).some(({ kind }) => kind === 'noise' || kind === 'factor'),
  );
  return told && { got: textOf(told), expected: 'a formula of nothing that presentations are told' };
}

/** Where no target is known, nobody is wrong by anything; and whoever is held at it is held no longer. */
function targets({ relax, traced }: Candidate): Obstacle | undefined {
  const odd = traced.find(
    (one) => readsTarget(one.expression) && !(one.phase === relax && one.part === 'begins'),
  );
  return odd && { got: textOf(odd), expected: 'targets that are read as states begin to move, or errors' };
}

/** Synapses learn from a state of their neuron, or from what they hear at the end. */
function learning(candidate: Candidate): Obstacle | undefined {
  const { ends, degrees, equation } = candidate;
  for (const one of ends) {
    const moving = leavesOf(one.expression).filter((leaf) => degrees.has(quantityRead(leaf) ?? ''));
    const heard = moving.filter(({ kind }) => kind === 'heard');
    if (moving.some(({ kind }) => kind === 'inlet' || kind === 'gate'))
      return { got: textOf(one), expected: 'what a neuron makes of its states' };
    if (heard.some((leaf) => equation.carried.has(quantityRead(leaf)!)))
      return { got: textOf(one), expected: 'what is heard at the end' };
    if (heard.length > 0 && heard.length < moving.length)
      return { got: textOf(one), expected: 'what is heard, or what moves, not both' };
  }
  return undefined;
}

/** Whether a formula reads the target, apart from what an output is wrong by. */
export function readsTarget(expression: Expression): boolean {
  if (typeof expression === 'number') return false;
  if ('leaf' in expression) return expression.leaf.kind === 'own' && expression.leaf.name === 'target';
  const { operation, of } = expression;
  return (operation === 'errorAt' ? of.slice(0, 1) : of).some(readsTarget);
}

import { type Degree, degreesOf, motionIn } from './dynamics.js';
import { type Equation, equationOf, isEquation } from './equation.js';
import { type Expression, leavesOf } from './expression.js';
import { groupsOf } from './groups.js';
import { type Obstacle, textOf } from './obstacles.js';
import { type Quantity, quantityOf, quantityRead } from './quantities.js';
import type { Formula, Names, Phase, Rule, Term } from './rule.js';
import { type Traced, trace } from './symbols.js';

/** A rule that neurons can live by though nobody tells them when anything begins or ends. */
export interface Lasting {
  /** What a neuron does when something has come from below. */
  readonly sweep: Phase;
  /** How it moves, and what it then learns. */
  readonly relax: Phase;
  /** Terms of synapses that learn from what they hear of what moves: when they hear it. */
  readonly late: ReadonlySet<Term<Names, string>>;
  /** Of what is set as states begin to move: what only an output knows whose target is known. */
  readonly targeted: ReadonlySet<Formula>;
  /** Of the same: what is made of what has come from below. */
  readonly sensed: ReadonlySet<Formula>;
  /** Formulas of which no integral over time is known from those of states. */
  readonly curved: readonly Traced[];
}

export const isLasting = (one: Lasting | Obstacle): one is Lasting => 'sweep' in one;

/** What keeps neurons from living by a rule though nobody tells them when anything begins or ends. */
export function lastingObstacle(rule: Rule): Obstacle | undefined {
  const lasting = lastingOf(rule);
  return isLasting(lasting) ? undefined : lasting;
}

/** The same, where what is learned is summed up over time. */
export function integralObstacle(rule: Rule): Obstacle | undefined {
  const lasting = lastingOf(rule);
  if (!isLasting(lasting)) return lasting;
  const [curved] = lasting.curved;
  const expected = 'a formula of degree one in what moves, whose integral over time is known';
  return curved && { got: textOf(curved), expected };
}

const found = new WeakMap<Rule, Lasting | Obstacle>();

/** A rule as one to live by: a sweep up, then one phase that moves and learns at its end; or what is in the way of that. */
export function lastingOf(rule: Rule): Lasting | Obstacle {
  const known = found.get(rule) ?? find(rule);
  found.set(rule, known);
  return known;
}

interface Candidate {
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

function find(rule: Rule): Lasting | Obstacle {
  const [sweep, relax, ...more] = rule.phases;
  if (!sweep || !relax?.moves || more.length > 0 || !isSweepUp(sweep)) return otherPhases(rule);
  const equation = equationOf(rule, relax);
  if (!isEquation(equation)) return equation;
  const traced = trace(rule);
  const here = motionIn(traced, relax).filter(({ what }) => what.kind !== 'learn' && what.kind !== 'adapt');
  const ends = traced.filter(({ phase, part }) => phase === relax && part === 'ends');
  const candidate = { relax, sweep, rule, equation, traced, ends, degrees: degreesOf(here) };
  for (const look of [messages, statements, knowledge, targets, lessons]) {
    const obstacle = look(candidate);
    if (obstacle) return obstacle;
  }
  return {
    ...{ sweep, relax },
    late: new Set(termsOf(relax).filter((_, k) => hearsMoving(candidate, ends[k]))),
    targeted: begunIn(candidate, readsTarget),
    sensed: begunIn(candidate, (expression) => leavesOf(expression).some(({ kind }) => kind === 'inlet')),
    curved: [...ends, ...doneAtLast(candidate)].filter((one) => !isLinear(candidate, one)),
  };
}

const isSweepUp = ({ order, steps, begins = [], moves = [], ends = [] }: Phase): boolean =>
  order === 'up' && steps === undefined && begins.length + moves.length + ends.length === 0;

const otherPhases = ({ phases }: Rule): Obstacle => ({
  got: `phases ${phases.map(({ name }) => name).join(', ')}`,
  expected: 'a sweep up in which neurons only talk, then one phase in which states move',
});

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
function lessons(candidate: Candidate): Obstacle | undefined {
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

const hearsMoving = ({ degrees }: Candidate, { expression }: Traced): boolean =>
  leavesOf(expression).some((leaf) => leaf.kind === 'heard' && degrees.has(quantityRead(leaf)!));

/** What moves, and nothing moves by it: done at the end. */
const doneAtLast = ({ relax, equation, traced }: Candidate): readonly Traced[] =>
  traced.filter(({ phase, part, what }) => {
    const quantity = quantityOf(what) ?? '';
    return (
      phase === relax && part === 'talk' && !equation.carried.has(quantity) && !equation.still.has(quantity)
    );
  });

/** Terms of what is learned, in the order in which they are traced. */
const termsOf = ({ ends = [] }: Phase): readonly Term<Names, string>[] =>
  ends.flatMap((one) =>
    one.kind === 'learn' ? Object.values(one.terms).flatMap((terms) => terms ?? []) : [],
  );

/** Formulas of states that are set as the phase begins. */
function begunIn(
  { relax, traced }: Candidate,
  wanted: (expression: Expression) => boolean,
): ReadonlySet<Formula> {
  const begun = traced.filter(({ phase, part }) => phase === relax && part === 'begins');
  const formulas = (relax.begins ?? []).flatMap((one) =>
    one.kind === 'set' ? Object.values(one.values as Readonly<Record<string, Formula>>) : [],
  );
  return new Set(formulas.filter((_, k) => wanted(begun[k].expression)));
}

/** Apart from what an output is wrong by. */
function readsTarget(expression: Expression): boolean {
  if (typeof expression === 'number') return false;
  if ('leaf' in expression) return expression.leaf.kind === 'own' && expression.leaf.name === 'target';
  const { operation, of } = expression;
  return (operation === 'errorAt' ? of.slice(0, 1) : of).some(readsTarget);
}

/** Of degree one in what moves, and in nothing else: of integrals over time it is the integral. */
const isLinear = (candidate: Candidate, { expression }: Traced): boolean =>
  degreeIn(expression, candidate.degrees) === 1;

/** The one degree that all parts of a formula have; undefined where they differ. */
function degreeIn(expression: Expression, degrees: ReadonlyMap<Quantity, Degree>): 0 | 1 | undefined {
  if (typeof expression === 'number') return 0;
  if ('leaf' in expression) {
    const degree = degrees.get(quantityRead(expression.leaf) ?? '') ?? 0;
    return degree === 2 ? undefined : degree;
  }
  const parts = expression.of.map((part) => degreeIn(part, degrees));
  const [first] = parts;
  if (parts.includes(undefined)) return undefined;
  const moving = parts.filter((degree) => degree === 1).length;
  const { operation } = expression;
  if (operation === 'mul') return moving > 1 ? undefined : moving === 1 ? 1 : 0;
  if (operation === 'add' || operation === 'sub')
    return parts.every((degree) => degree === first) ? first : undefined;
  return moving === 0 ? 0 : undefined;
}

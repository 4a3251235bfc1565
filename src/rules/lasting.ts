import { type Degree, degreesOf, motionIn } from './dynamics.js';
import { equationOf, isEquation } from './equation.js';
import { type Expression, leavesOf } from './expression.js';
import { type Candidate, lastingObstacleIn, readsTarget } from './lasting-obstacles.js';
import { type Obstacle, textOf } from './obstacle.js';
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

function find(rule: Rule): Lasting | Obstacle {
  const [sweep, relax, ...more] = rule.phases;
  if (!sweep || !relax?.moves || more.length > 0 || !isSweepUp(sweep)) return otherPhases(rule);
  const equation = equationOf(rule, relax);
  if (!isEquation(equation)) return equation;
  const traced = trace(rule);
  const here = motionIn(traced, relax).filter(({ what }) => what.kind !== 'learn' && what.kind !== 'adapt');
  const ends = traced.filter(({ phase, part }) => phase === relax && part === 'ends');
  const candidate = { relax, sweep, rule, equation, traced, ends, degrees: degreesOf(here) };
  const obstacle = lastingObstacleIn(candidate);
  if (obstacle) return obstacle;
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

import { degreeBetweenKinks, degreesOf, motionIn, relevantTo } from './dynamics.js';
import { GroupEquations } from './group-equations.js';
import { type Group, groupsOf } from './groups.js';
import { type Obstacle, textOf } from './obstacle.js';
import { followed, obstacleIn } from './obstacles.js';
import { isState, type Quantity, quantityOf, stateNamed } from './quantities.js';
import type { Phase, Rule } from './rule.js';
import { Slopes } from './slopes.js';
import { type Traced, trace } from './symbols.js';

/**
 * The differential equation that the steps of a phase approximate, where its course is known: dx/dt = -x + drive, the
 * drive linear in what arrives and in other states of the neuron, and values that move travel one way. Where slopes f' move
 * with what arrives it is so between the kinks of piecewise linear activations; by what moves slopes alone, values may travel
 * the other way.
 */
export interface Equation {
  /** States that move, each after those of its own neuron that it follows. */
  readonly moving: readonly string[];
  /** Of the talk: what does not move. */
  readonly still: ReadonlySet<Quantity>;
  /** Of the talk: what moves, and something else moves by it. The rest is moved, and moves nothing. */
  readonly carried: ReadonlySet<Quantity>;
  /** Why a neuron's course between two messages is no leak towards a constant, where it is none. */
  readonly mixed: Obstacle | undefined;
  /** Where slopes move. */
  readonly slopes?: MovingSlopes | undefined;
}

/** Slopes that move, and what moves them. */
export interface MovingSlopes {
  /** What is said of what moves, and drives other states. */
  readonly drives: ReadonlySet<Quantity>;
  /** By group of neurons: what arrives, of what moves, where it takes its slopes; none, where it takes none. */
  readonly at: ReadonlyMap<Group, readonly Quantity[]>;
  /** Of that, groups that say it of what moves. */
  readonly from: ReadonlyMap<Quantity, readonly Group[]>;
}

const found = new WeakMap<Rule, Map<Phase, Equation | Obstacle>>();

/** The equation of a phase, found from its formulas; or which of them is in the way of one. */
export function equationOf(rule: Rule, phase: Phase): Equation | Obstacle {
  const known = found.get(rule) ?? new Map<Phase, Equation | Obstacle>();
  found.set(rule, known);
  const equation = known.get(phase) ?? find(rule, phase);
  known.set(phase, equation);
  return equation;
}

export const isEquation = (one: Equation | Obstacle): one is Equation => 'moving' in one;

/** Phases in which states move. */
export const movingPhases = ({ phases }: Rule): readonly Phase[] =>
  phases.filter(({ moves = [] }) => moves.some(({ kind }) => kind === 'move'));

const groups: readonly Group[] = ['input', 'hidden', 'passing', 'top'];

function find(rule: Rule, phase: Phase): Equation | Obstacle {
  const traced = trace(rule);
  const here = motionIn(traced, phase);
  const states = here.filter(({ what }) => what.kind !== 'learn' && what.kind !== 'adapt');
  const degrees = degreesOf(states, degreeBetweenKinks);
  const relevant = relevantTo(here);
  const slopes = new Slopes(rule, states, relevant, degrees);
  const each = groups.map((group) => new GroupEquations({ phase, traced, degrees }, group));
  const ends = traced.filter((one) => one.phase === phase && one.part === 'ends');
  const obstacle = obstacleIn({ rule, phase, here, ends, relevant, degrees, slopes, groups, each });
  if (obstacle) return obstacle;
  const moves = (one: Traced) => degreeBetweenKinks(one.expression, degrees) > 0 || slopes.bendOf(one) > 0;
  const inTalk = ({ part }: Traced) => part === 'talk';
  const talk = here.filter(inTalk);
  // A state or key with formulas of both kinds moves.
  const moved = quantitiesOf(talk.filter(moves));
  const still = [...quantitiesOf(talk)].filter((quantity) => !moved.has(quantity));
  const carried = [...quantitiesOf(relevant.filter(inTalk))].filter((quantity) => moved.has(quantity));
  const moving = orderOf(each);
  if (moving.length === 0) return circle(phase);
  const heard = talk.filter(({ what }) => what.kind === 'say' && carried.includes(quantityOf(what)!));
  return {
    moving: moving.map(stateNamed),
    still: new Set(still),
    carried: new Set(carried),
    mixed: bendingIn(slopes) ?? mixedIn(each, heard, phase),
    slopes: slopes.any ? movingSlopes(slopes, each) : undefined,
  };
}

function movingSlopes(slopes: Slopes, each: readonly GroupEquations[]): MovingSlopes {
  const at = new Map(groups.map((group) => [group, slopes.arrivingAt(group)]));
  const moves = (group: Group, expression: Traced['expression']) =>
    each[groups.indexOf(group)].sharesOf(expression).of.size > 0;
  const arriving = [...new Set([...at.values()].flat())];
  const from = arriving.map((quantity) => [quantity, slopes.sendersOf(quantity, moves)] as const);
  return { drives: slopes.drives, at, from: new Map(from) };
}

/** A slope that moves bends courses where nobody has said anything. */
function bendingIn(slopes: Slopes): Obstacle | undefined {
  const first = slopes.relevant.find((one) => slopes.bendOf(one) > 0);
  return first && { got: textOf(first), expected: 'a formula that is linear in what moves' };
}

const quantitiesOf = (list: readonly Traced[]): ReadonlySet<Quantity> =>
  new Set(list.flatMap(({ what }) => quantityOf(what) ?? []));

/** States that move, each after those of its neuron that it follows; none, where some follow each other. */
function orderOf(each: readonly GroupEquations[]): readonly Quantity[] {
  const waiting = new Map<Quantity, readonly Quantity[]>();
  for (const { velocities } of each) {
    for (const state of velocities.keys())
      waiting.set(state, [...(waiting.get(state) ?? []), ...followed(state, velocities)]);
  }
  const order: Quantity[] = [];
  for (let before = -1; before < order.length; ) {
    before = order.length;
    for (const [state, others] of waiting)
      if (!order.includes(state) && others.every((one) => order.includes(one))) order.push(state);
  }
  return order.length < waiting.size ? [] : order;
}

const circle = ({ name }: Phase): Obstacle => ({
  got: `states of one neuron that follow each other in phase ${name}`,
  expected: 'states that follow each other in no circle',
});

/** What keeps the course of a neuron from being one leak: other states that it follows, or a message that passes on what moves. */
function mixedIn(
  each: readonly GroupEquations[],
  said: readonly Traced[],
  { name }: Phase,
): Obstacle | undefined {
  for (const equations of each) {
    const { velocities, group } = equations;
    for (const state of velocities.keys()) {
      const [other] = followed(state, velocities);
      if (other === undefined) continue;
      const [x, y] = [state, other].map(stateNamed);
      return { got: `d${x}/dt of phase ${name} with ${y} in it`, expected: 'no other state that moves' };
    }
    const passing = said.find(
      ({ who, expression }) =>
        groupsOf[who].includes(group) &&
        [...equations.sharesOf(expression).of.keys()].some((one) => !isState(one)),
    );
    if (passing) return { got: textOf(passing), expected: 'a message of states alone' };
  }
  return undefined;
}

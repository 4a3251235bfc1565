import { degreeOf, degreesOf, motionIn, relevantTo } from './dynamics.js';
import { GroupEquations } from './group-equations.js';
import { type Group, groupsOf } from './groups.js';
import { followed, type Obstacle, obstacleIn, textOf } from './obstacles.js';
import { isState, type Quantity, quantityOf, stateNamed } from './quantities.js';
import type { Phase, Rule } from './rule.js';
import { type Traced, trace } from './symbols.js';

/**
 * The differential equation that the steps of a phase approximate, where its course is known: dx/dt = -x + drive, the
 * drive linear in what arrives and in other states of the neuron, and values that move travel one way.
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
  const degrees = degreesOf(here.filter(({ what }) => what.kind !== 'learn' && what.kind !== 'adapt'));
  const relevant = relevantTo(here);
  const each = groups.map((group) => new GroupEquations({ phase, traced, degrees }, group));
  const obstacle = obstacleIn({ rule, phase, here, relevant, degrees, each });
  if (obstacle) return obstacle;
  const moves = ({ expression }: Traced) => degreeOf(expression, degrees) > 0;
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
    mixed: mixedIn(each, heard, phase),
  };
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

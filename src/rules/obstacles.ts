import { degreeBetweenKinks } from './dynamics.js';
import { leavesOf } from './expression.js';
import type { GroupEquations } from './group-equations.js';
import { type Candidate, type Obstacle, textOf } from './obstacle.js';
import { isState, type Quantity, quantityOf, quantityRead, stateNamed } from './quantities.js';
import { slopeObstacleIn } from './slope-obstacles.js';

/** The first formula for which a phase is no equation whose course is known. */
export function obstacleIn(candidate: Candidate): Obstacle | undefined {
  for (const look of [steps, bends, slopeObstacleIn, changes, turns, leaks]) {
    const obstacle = look(candidate);
    if (obstacle) return obstacle;
  }
  return undefined;
}

/** What is done once a step has no rate. */
function steps({ here, phase }: Candidate): Obstacle | undefined {
  const adapted = here.find(({ what }) => what.kind === 'adapt');
  if (adapted) return { got: `phase ${phase.name}, in which weights move`, expected: 'weights that stay' };
  const moved = new Set(here.flatMap(({ what }) => (what.kind === 'move' ? [what.state] : [])));
  const set = here.find(
    ({ what, part }) => what.kind === 'set' && (part === 'moves' || moved.has(what.state)),
  );
  return set && { got: `${textOf(set)}, at every step`, expected: 'states that only move, or only follow' };
}

function bends({ relevant, degrees }: Candidate): Obstacle | undefined {
  const degree = (quantity: Quantity | undefined) => degrees.get(quantity ?? '') ?? 0;
  const first = relevant.find(
    ({ expression }) =>
      degreeBetweenKinks(expression, degrees) === 2 &&
      leavesOf(expression).every((leaf) => degree(quantityRead(leaf)) < 2),
  );
  return first && { got: textOf(first), expected: 'a formula that is linear in what moves' };
}

function changes({ here }: Candidate): Obstacle | undefined {
  const first = here.find(({ signals, hides }) => signals.size > 0 || hides);
  return first && { got: textOf(first), expected: 'a formula that is the same at every step' };
}

function turns({ rule, relevant, degrees, slopes }: Candidate): Obstacle | undefined {
  const drives = (quantity: Quantity) => degrees.has(quantity) && slopes.drives.has(quantity);
  const ways = relevant.flatMap(({ what }) =>
    what.kind === 'say' && drives(quantityOf(what)!) ? [rule.paths[what.path].way] : [],
  );
  const different = [...new Set(ways)];
  if (different.length < 2) return undefined;
  return { got: `values that move ${different.join(' and ')}`, expected: 'values that travel one way' };
}

/** Every state leaks by itself, and follows others of its neuron in no circle. */
function leaks({ each, phase }: Candidate): Obstacle | undefined {
  for (const { velocities } of each) {
    for (const [state, { of }] of velocities) {
      if (of.get(state) === -1) continue;
      const name = stateNamed(state);
      const leak = of.has(state) ? (of.get(state) ?? `a state of its own`) : 0;
      const got = `d${name}/dt of phase ${phase.name} with ${leak} times ${name} in it`;
      return { got, expected: `-1 times ${name}` };
    }
  }
  return undefined;
}

/** Other states of its neuron that a state follows. */
export const followed = (state: Quantity, velocities: GroupEquations['velocities']): readonly Quantity[] =>
  [...velocities.get(state)!.of.keys()].filter((one) => isState(one) && one !== state);

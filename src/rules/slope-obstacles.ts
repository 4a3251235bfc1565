import { degreeBetweenKinks } from './dynamics.js';
import { type Expression, leavesOf, written } from './expression.js';
import { type Group, groupsOf } from './groups.js';
import { type Candidate, type Obstacle, textOf } from './obstacle.js';
import { quantityOf } from './quantities.js';
import type { Traced } from './symbols.js';

/**
 * What keeps a phase whose slopes move from being linear between kinks, and a neuron from being held at one: there what its
 * slope is a factor of is known, and the slope is not.
 */
export function slopeObstacleIn(candidate: Candidate): Obstacle | undefined {
  if (!candidate.slopes.any) return undefined;
  for (const look of [products, places, owns, factors, others]) {
    const obstacle = look(candidate);
    if (obstacle) return obstacle;
  }
  return undefined;
}

function products({ relevant, slopes }: Candidate): Obstacle | undefined {
  const first = relevant.find((one) => slopes.bendOf(one) === 2);
  return first && { got: textOf(first), expected: 'one slope that moves, and as a factor' };
}

function places({ relevant, slopes, phase, groups }: Candidate): Obstacle | undefined {
  for (const group of groups) {
    const taken = among(relevant, group).flatMap(({ expression }) => slopes.argumentsIn(expression));
    const different = [...new Set(taken.map(written))];
    if (different.length > 1)
      return {
        got: `slopes at ${different.join(' and ')} in phase ${phase.name}`,
        expected: 'slopes that move at one place of a neuron',
      };
  }
  return undefined;
}

function owns({ relevant, slopes, degrees }: Candidate): Obstacle | undefined {
  const moves = (argument: Expression) =>
    leavesOf(argument).some(
      (leaf) => leaf.kind === 'state' && degreeBetweenKinks({ leaf, owner: {} }, degrees) > 0,
    );
  const first = relevant.find(({ expression }) => slopes.argumentsIn(expression).some(moves));
  return first && { got: textOf(first), expected: 'a slope at what arrives' };
}

function factors({ relevant, slopes, groups }: Candidate): Obstacle | undefined {
  const bent = relevant.filter((one) => one.what.kind !== 'set' && slopes.bendOf(one) > 0);
  const quantities = new Set(bent.map(({ what }) => quantityOf(what)));
  const twice = groups.some((group) => among(bent, group).length > 1);
  if (!twice && quantities.size < 2) return undefined;
  return { got: bent.map(textOf).join(', and '), expected: 'one value with a slope that moves in it' };
}

/** What nothing moves by is worked out from states as they are: by numbers alone no slope is known at a kink. */
function others({ here, ends, relevant, slopes }: Candidate): Obstacle | undefined {
  const first = [...here, ...ends].find(
    (one) => !relevant.includes(one) && slopes.argumentsIn(one.expression).length > 0,
  );
  return first && { got: textOf(first), expected: 'a state that follows, in place of a slope that moves' };
}

const among = (list: readonly Traced[], group: Group) =>
  list.filter(({ who }) => groupsOf[who].includes(group));

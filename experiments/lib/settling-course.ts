import type { Initial } from '../../src/sim/initial.js';
import type { Activities } from '../../src/sim/simulator.js';
import { type Link, passDown } from './chain.js';
import { relativeDistance } from './errors.js';
import { missing, missingAfterSteps, passing, pathDelays } from './settling.js';

/** How delays are, and where activities begin. */
export interface SettlingCondition {
  /** With which activities and gradients keep their size, or N(0, 0.05^2). */
  readonly weights: 'Glorot' | 'paper';
  readonly initial: Initial;
  readonly delay: number;
  readonly random: boolean;
}

/** The predicted relative distance from the gradient at a time, of the lowest of some layers. */
export function residual(
  { initial, delay, random }: SettlingCondition,
  layers: number,
  exact: { readonly forward: Activities; readonly activity: Activities },
  links: readonly Link[],
  stepSize: number,
): (time: number) => number {
  if (random) return (time) => rootMeanSquare(layers, 2 * delay, Math.round(time / stepSize), stepSize);
  if (initial === 'zero') return (time) => missing(layers, time - layers * delay);
  const goal = exact.activity[links[0].name].data;
  const begun = Array.from({ length: layers }, (_, k) => carried(links, k, exact.forward));
  return (time) => {
    const lacking = missing(layers, time - layers * delay);
    const shares = begun.map((_, k) => passing(k, time - k * delay));
    const activity = Array.from(goal, (g, i) =>
      begun.reduce((sum, values, k) => sum + shares[k] * values[i], (1 - lacking) * g),
    );
    return relativeDistance(activity, goal);
  };
}

/** The forward activities of the `k`th layer above, carried down by all M between. */
function carried(links: readonly Link[], k: number, forward: Activities): ArrayLike<number> {
  let values: ArrayLike<number> = forward[links[k].name].data;
  for (let above = k; above > 0; above--) values = passDown(links[above], 0, values);
  return values;
}

const paths = new Map<string, Float64Array>();

/** The root of the mean square of what is missing, over the delays that a path can have. */
function rootMeanSquare(layers: number, longest: number, steps: number, stepSize: number): number {
  const key = `${layers} ${longest} ${stepSize}`;
  const delays = paths.get(key) ?? pathDelays(layers, longest, stepSize);
  paths.set(key, delays);
  let sum = 0;
  for (const [k, p] of delays.entries()) {
    sum += p * (k > steps ? 1 : missingAfterSteps(layers, steps - k, stepSize) ** 2);
  }
  return Math.sqrt(sum);
}

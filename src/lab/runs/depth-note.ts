import { relaxingDepths } from '../../network/depth.js';
import { layOut } from '../../network/layout.js';
import { parseNetwork } from '../../network/parse.js';
import {
  durationNeeded,
  leftAfter,
  leftAfterSteps,
  stepsNeeded,
} from '../../sim/closed-form/steps-needed.js';
import type { Configuration } from '../configuration.js';

/** A share of the way that is worth a word, and the one that is advised. */
const worth = 5e-3;
const wanted = 1e-3;

/**
 * What is to be said of a run whose activities do not have the time to relax: the news of the outputs go down node by node.
 * Undefined where they have, or take no time. Only for `ar`, of which it is known how fast they go.
 */
export function depthNote({ rule, relaxation, network }: Configuration): string | undefined {
  const { solver, steps, stepSize, duration } = relaxation;
  if (rule !== 'ar' || solver === 'equilibrium' || (duration === undefined && stepSize > 1)) return undefined;
  const depths = [...relaxingDepths(layOut(parseNetwork(network)))];
  const [node, depth] = depths.reduce((deepest, one) => (one[1] > deepest[1] ? one : deepest), ['', 0]);
  const left = duration === undefined ? leftAfterSteps(steps, stepSize, depth) : leftAfter(duration, depth);
  if (left <= worth) return undefined;
  const time = duration === undefined ? `${steps} steps of ${stepSize}` : `a duration of ${duration}`;
  const better =
    duration === undefined
      ? `${stepsNeeded(depth, stepSize, wanted)} steps`
      : `a duration of ${durationNeeded(depth, wanted)}`;
  const share = `${(100 * left).toPrecision(2)} %`;
  return (
    `note: after ${time} the activities of ${node} are still ${share} where they began, ${depth} relaxing ` +
    `nodes from the outputs. Try ${better}, or solver equilibrium.`
  );
}

import { refuse } from '../../../errors.js';
import { multiple, wholeSteps } from '../../../math/time.js';
import { type Coefficients, coefficientsOf } from '../../closed-form/coefficients.js';
import { poisson } from '../../closed-form/families.js';
import { schedules } from '../../schedules.js';
import type { ByName } from '../forward.js';
import type { Problem, RelaxationNode, Solver } from '../solver.js';
import { type Carried, carriedBy, seenFrom } from './carried.js';
import { chainLengths } from './chains.js';

/**
 * What Euler steps (or continuous time, with `duration`) would have left, without stepping. A linear relaxation
 * whose coupling is nilpotent leaves (architecture: with P the product of the Jacobians along a path)
 *
 *     x_n = sum over paths of  c(m) P xbar   +   sum over paths to a clamped output of  C(M) P e
 *
 * m and M counting the relaxing nodes along the path. From the outputs down, a node carries either those vectors,
 * or one combination for itself and each level of relaxing nodes below it, whichever are fewer.
 */
export const closedForm: Solver = <T>(problem: Problem<T>): ByName<T> => {
  const { nodes, relaxation, frames } = problem;
  const { above, below } = chainLengths(nodes);
  const depth = Math.max(0, ...Object.values(above));
  const coefficientsAfter = (moment: number) => checkedCoefficients(problem, moment, depth);
  const final = coefficientsAfter(relaxation.duration ?? relaxation.steps);
  if (!frames) return activities(problem, carryAll(problem, below, final), final);
  // Every moment needs its own combinations, so the vectors themselves are carried all the way.
  const carried = carryAll(problem, below, undefined);
  const { duration, stepSize, steps } = relaxation;
  const last = duration === undefined ? steps : wholeSteps(duration, stepSize);
  for (let step = 0; step <= last; step++) {
    if (!frames.keeps(step)) continue;
    const moment = duration === undefined ? step : multiple(step, stepSize);
    frames.take(activities(problem, carried, coefficientsAfter(moment)));
  }
  return activities(problem, carried, final);
};

function carryAll<T>(
  problem: Problem<T>,
  below: Readonly<Record<string, number>>,
  coefficients: Coefficients | undefined,
): Record<string, Carried<T>> {
  const all: Record<string, Carried<T>> = {};
  for (const node of [...problem.nodes].reverse()) {
    all[node.name] = carriedBy(problem, node, all, below[node.name], coefficients);
  }
  return all;
}

function activities<T>(
  { m, nodes, error }: Problem<T>,
  carried: Readonly<Record<string, Carried<T>>>,
  coefficients: Coefficients,
): ByName<T> {
  const activity = ({ name, role }: RelaxationNode) =>
    role === 'clamped' ? error[name] : seenFrom(m, carried[name], 0, coefficients);
  return Object.fromEntries(nodes.map((node) => [node.name, activity(node)]));
}

function checkedCoefficients(
  { relaxation }: Pick<Problem<never>, 'relaxation'>,
  moment: number,
  depth: number,
): Coefficients {
  const { schedule, stepSize, duration } = relaxation;
  const family = duration === undefined ? schedules[schedule].family!(moment, stepSize) : poisson(moment);
  const coefficients = coefficientsOf(family, depth);
  // Rounding of the first activities comes out magnified by the gain: float32 has seven digits to lose.
  if (coefficients.gain > maxGain) {
    refuse({
      where: 'closed-form.stepSize',
      got: `${stepSize} with ${moment} steps through ${depth} layers, which magnifies rounding ${coefficients.gain.toExponential(1)} times`,
      expected: `at most ${maxGain.toExponential(0)}`,
      hint: 'a step size of at most 1, or more steps',
    });
  }
  return coefficients;
}

/** Answers that are as large as what is summed lose nothing (seen up to 1e9); those that cancel lose up to so much. */
const maxGain = 1e5;

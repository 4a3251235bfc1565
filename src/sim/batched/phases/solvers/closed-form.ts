import { refuse } from '../../../../errors.js';
import { multiple, wholeSteps } from '../../../../math/time.js';
import { numberOfSteps } from '../../../../rules/names.js';
import { type Coefficients, coefficientsOf } from '../../../closed-form/coefficients.js';
import { binomial, poisson } from '../../../closed-form/families.js';
import { schedules } from '../../../schedules.js';
import { LinearPhase } from '../linear-phase.js';
import type { Unit } from '../medium.js';
import { talkParts } from '../parts.js';
import type { Passage, Solver } from '../solver.js';
import { perform, performLater } from '../statements.js';
import { type Carried, carriedBy, seenFrom } from './carried.js';
import { chainLengths } from './chains.js';

/**
 * What Euler steps (or continuous time, with `duration`) would have left, without stepping. A phase that is linear and
 * whose coupling is nilpotent leaves (architecture: with P the product of the couplings along a path)
 *
 *     x_n = sum over paths of  c(m) P x(0)   +   sum over paths from a source of  C(M) P s
 *
 * m and M counting the moving nodes along the path. From those who only speak on, a node carries either those vectors, or
 * one combination for itself and each level of moving nodes after it, whichever are fewer.
 */
export const closedForm: Solver = <T>(passage: Passage<T>): void => {
  const { stage, phase, signals, look } = passage;
  perform(stage, stage.units, signals, talkParts(stage.given.rule, phase).stillTalk);
  const linear = new LinearPhase(passage);
  const moves = (unit: Unit) => linear.moves(unit);
  const heardBy = (unit: Unit) => linear.links(unit).map(({ from }) => from);
  const { before, after } = chainLengths(linear.order, moves, heardBy, (unit) => !stage.passesOn(unit));
  const depth = Math.max(0, ...Object.values(before));
  const movers = linear.order.filter(moves);
  const carry = (coefficients?: Coefficients) => {
    const all: Record<string, Carried<T>> = {};
    for (const unit of movers)
      all[unit.name] = carriedBy(stage, linear, unit, all, after[unit.name], coefficients);
    return all;
  };
  const end = (all: Readonly<Record<string, Carried<T>>>, coefficients: Coefficients) => {
    for (const unit of movers)
      linear.putOff(unit, () => seenFrom(stage, unit, all[unit.name], 0, coefficients));
    performLater(stage, stage.units, signals, phase.talk);
  };
  const { duration } = stage.given.course;
  const steps = numberOfSteps(phase);
  const final = checkedCoefficients(passage, linear, duration ?? steps, depth);
  if (!look) {
    end(carry(final), final);
    return;
  }
  // Every moment needs its own combinations, so the vectors themselves are carried all the way.
  const all = carry();
  for (const { terms } of Object.values(all)) for (const { vector } of terms) stage.keep(vector);
  const { stepSize = 1 } = phase;
  const last = duration === undefined ? steps : wholeSteps(duration, stepSize);
  for (let step = 0; step <= last; step++) {
    if (!look.keeps(step)) continue;
    const moment = duration === undefined ? step : multiple(step, stepSize);
    stage.within(() => end(all, checkedCoefficients(passage, linear, moment, depth)));
    look.take(step);
  }
  end(all, final);
};

function checkedCoefficients<T>(
  { stage, phase }: Passage<T>,
  linear: LinearPhase<T>,
  moment: number,
  depth: number,
): Coefficients {
  const { schedule, duration } = stage.given.course;
  const { stepSize = 1 } = phase;
  // From the outputs down is against what comes from below: all step from what was there.
  const steps = linear.way === 'up' ? binomial : schedules[schedule].family!;
  const family = duration === undefined ? steps(moment, stepSize) : poisson(moment);
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

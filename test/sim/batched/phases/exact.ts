import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import type { Device } from '../../../../src/sim/batched/device.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { paperRelaxation as relaxation } from '../../../../src/sim/relaxation.js';
import type { PhasedRule, Rule } from '../../../../src/sim/rule.js';
import type { LearningRates, Relaxed } from '../../../../src/sim/simulator.js';
import { asSet } from '../../../agreement/problems.js';
import { type Description, deviation, type Example, example, type Played } from '../../../reference/index.js';
import { numbersOf, type Problem, problemOf } from '../problem.js';

/** The float64 device with all its digits. */
export { precise as exact } from '../../../../src/lab/measurements/float64.js';

/** An example of the reference with the weights that the rule has of its own, for it and for the engine. */
export function given(description: Description, rule: PhasedRule, seed = 1, samples = 3) {
  return withOwnWeights(example(description, samples, seed), rule, seed);
}

export function withOwnWeights(
  [description, set, batch]: Example,
  rule: Rule,
  seed = 1,
): { readonly problem: Problem; readonly reference: Example } {
  const drawn = asSet(initialParameters(parseNetwork(description), seed, pathwayOf(rule)));
  const reference: Example = [description, { ...drawn, ...set }, batch];
  return { problem: problemOf(reference), reference };
}

/** One presentation, every step recorded or none. */
export function shown<T>(
  { network, parameters, batch }: Problem,
  rule: PhasedRule,
  device: Device<T>,
  rates: Partial<LearningRates> & { readonly updates?: number } = {},
  record = true,
): Relaxed {
  const simulator = new BatchedSimulator(network, parameters, device);
  const relaxed = simulator.relax(batch, { rule, relaxation, record, ...rates });
  simulator.dispose();
  return relaxed;
}

/**
 * How far a presentation is from the reference's, in all that it tells: every state after every step and at the end,
 * gradients, energies and velocities; relative to the largest number of a name, or to `floor`. What does not correspond is
 * NaN.
 */
export function distance(got: Relaxed, want: Played, floor = 1): number {
  // How a phase begins, the reference has beside how the one before it ended.
  const stepped = Object.values(want.course).flatMap((frames, k) => (k === 0 ? frames : frames.slice(1)));
  const frames = got.course.length > 0 ? got.course : [got.states!];
  if (frames.length !== stepped.length) return Number.NaN;
  const ends = got.phases!.filter(({ name }) => name in want.ends);
  return Math.max(
    ...frames.map((frame, k) => deviation(numbersOf(frame), stepped[k], floor)),
    deviation(numbersOf(got.states!), stepped[stepped.length - 1], floor),
    deviation(numbersOf(got.gradient), want.gradient, floor),
    ...ends.map((end) => deviation(numbersOfEnd(end), numbersOfEnd(want.ends[end.name]), floor)),
    ends.length === Object.keys(want.ends).length ? 0 : Number.NaN,
  );
}

/** What a phase ended with, as far as the rule has it. */
const numbersOfEnd = ({ energy, velocity }: Played['ends'][string]): Record<string, number[]> => ({
  ...(energy !== undefined && { energy: [energy] }),
  ...(velocity !== undefined && { velocity: [velocity] }),
});

/** What training on the same batch three times leaves. */
export function trained<T>(
  { network, parameters, batch }: Problem,
  rule: PhasedRule,
  device: Device<T>,
  learningRate: number,
): Record<string, ArrayLike<number>> {
  const simulator = new BatchedSimulator(network, parameters, device);
  for (let k = 0; k < 3; k++) simulator.train(batch, { rule, relaxation, learningRate });
  const numbers = numbersOf(simulator.parameters());
  simulator.dispose();
  return numbers;
}

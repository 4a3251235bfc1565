import { randomBatch } from '../../../src/lab/agreement.js';
import type { Network } from '../../../src/network/network.js';
import { initialParameters, type Parameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { pathwayOf } from '../../../src/sim/pathway.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../src/sim/rule.js';
import type { Batch, Simulator } from '../../../src/sim/simulator.js';
import { toldOf } from '../../../src/sim/told.js';
import { deviation } from '../../reference/index.js';
import { withBiases } from '../../sim/events/phases/patterned.js';
import { adapts, type Combination, ruleOf } from '../../sim/events/phases/settings.js';
import { graphsOfRules } from './graphs.js';
import { circuitIn, naively, numbersIn, samplesOf } from './naive-rule.js';
import { descended, type Frame, type Played } from './played.js';

const learningRate = 0.1;
const relaxation = relaxationOf({ solver: 'euler' });

/** A rule, with what is chosen of it, on a network. */
export interface Problem {
  readonly name: string;
  readonly network: Network;
  readonly combination: Combination;
  readonly rule: PhasedRule;
  readonly parameters: Parameters;
  readonly batch: Batch;
}

/** Every rule on every network. */
export const problemsOf = (combinations: readonly Combination[]): readonly Problem[] =>
  Object.entries(graphsOfRules).flatMap(([name, description]) =>
    combinations.map((one) => problemOf(name, parseNetwork(description), one)),
  );

/** Of one sample where weights move meanwhile: the event engine has one after the other. */
function problemOf(graph: string, network: Network, combination: Combination): Problem {
  const rule = ruleOf(combination);
  const parameters = withBiases(initialParameters(network, 3, pathwayOf(rule)));
  const batch = randomBatch(network, adapts(rule) ? 1 : 2, 5);
  return { name: `${rule.name} on ${graph}`, network, combination, rule, parameters, batch };
}

/** What loops make of a presentation, and of two to learn from. */
export interface Wanted {
  readonly played: Played;
  readonly learned: Frame;
}

export function wantedOf({ network, parameters, batch, combination }: Problem): Wanted {
  const { family, chosen } = combination;
  const circuit = circuitIn(network);
  const play = naively(family.name, chosen);
  const samples = samplesOf(batch);
  const told = { learningRate, draw: toldOf({}).draw };
  const played = play(circuit, parameters, samples, told);
  const after = (one: Played, before: Parameters) =>
    (one.moved ?? descended(before, one.gradient, learningRate)) as Parameters;
  const once = after(played, parameters);
  const kept = chosen.initial === 'persistent' ? keptOf(played) : undefined;
  const again = play(circuit, once, samples, { ...told, kept });
  return { played, learned: numbersIn(after(again, once)) };
}

/** States that the rule keeps of the samples for the next presentation of them. */
const keptOf = ({ states }: Played) =>
  Object.fromEntries(
    Object.entries(states).flatMap(([name, data]) => (name.endsWith('.free') ? [[name, { data }]] : [])),
  );

/** What an engine tells of the same. */
export function told(simulator: Simulator, { rule, batch }: Problem) {
  const presentation = { rule, relaxation, learningRate };
  const relaxed = simulator.relax(batch, { ...presentation, record: true });
  const { kept } = simulator.train(batch, presentation);
  simulator.train(batch, { ...presentation, ...(kept && { kept }) });
  return { relaxed, parameters: simulator.parameters() };
}

type Told = ReturnType<typeof told>;

/** Every number is one. */
export const areNumbers = (frame: Frame): boolean =>
  Object.values(frame).every((units) => units.every(Number.isFinite));

/** All that loops make of it are numbers: no slope was taken where there is none. */
export const regular = ({ played: { course, states }, learned }: Wanted): boolean =>
  [...course, states, learned].every(areNumbers);

/**
 * The largest deviation of anything that an engine tells from what loops make: every state of every node after every step of every
 * phase, gradients, energies, velocities, and what two presentations leave to have learned. What does not correspond is NaN. Beyond
 * a singularity nothing is held to anything, but that there are no numbers there either.
 */
export function distance({ relaxed, parameters }: Told, wanted: Wanted, floor: number): number {
  const { played, learned } = wanted;
  const compare = (got: Frame, want: Frame) => deviation(got, want, floor);
  const forward = Object.entries(played.forward).map(([name, values]) => [
    name.slice(0, name.lastIndexOf('.')),
    values,
  ]);
  if (relaxed.course.length !== played.course.length) return Number.NaN;
  const odd = played.course.findIndex((frame) => !areNumbers(frame));
  const good = odd < 0 ? played.course.length : odd;
  const course = played.course.slice(0, good).map((frame, k) => compare(numbersIn(relaxed.course[k]), frame));
  if (!regular(wanted)) {
    const beyond = [...relaxed.course.slice(good), relaxed.states!, parameters].map(numbersIn);
    return beyond.every(areNumbers) ? Number.NaN : Math.max(0, ...course);
  }
  return Math.max(
    ...course,
    compare(numbersIn(relaxed.forward), Object.fromEntries(forward)),
    compare(numbersIn(relaxed.states!), played.states),
    gradientDistance(numbersIn(relaxed.gradient), played.gradient, floor),
    compare(numbersIn(parameters), learned),
    endsDistance(relaxed.phases!, played.ends, floor),
  );
}

/** Of weights that stay nobody tells a gradient. */
function gradientDistance(got: Frame, want: Frame, floor: number): number {
  const silent = Object.entries(want).filter(([name]) => !(name in got));
  if (silent.some(([, values]) => values.some((value) => value !== 0))) return Number.NaN;
  return deviation(got, Object.fromEntries(Object.entries(want).filter(([name]) => name in got)), floor);
}

function endsDistance(
  got: NonNullable<Told['relaxed']['phases']>,
  want: Played['ends'],
  floor: number,
): number {
  const named = (ends: typeof got) =>
    Object.fromEntries(
      ends
        .filter(({ velocity }) => velocity !== undefined)
        .map(({ name, energy = 0, velocity = 0 }) => [name, [energy, velocity]]),
    );
  return deviation(named(got), named(want), floor);
}

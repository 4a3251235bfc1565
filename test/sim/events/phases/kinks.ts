import { initialParameters, matrix, type Parameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import type { Chosen, RuleOptions } from '../../../../src/rules/family.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import type { Kinks } from '../../../../src/sim/phase-end.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { Batch, Relaxation } from '../../../../src/sim/simulator.js';
import type { Variant } from '../../../../src/sim/variant.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';
import type { Description } from '../../../reference/index.js';
import { anyFamily } from './continuous.js';

/** A network, and how its weights begin. */
export type Described = Description & { init?: unknown };

/** Layers of relu neurons. */
export const layered = (input: number, hidden: readonly number[], outputs = 2): Described => ({
  input: [input],
  layers: [
    ...hidden.map((units) => ({ type: 'dense', units, activation: 'relu' })),
    { type: 'dense', units: outputs, activation: 'linear' },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.5 } },
});

const relu = (name: string): Described =>
  JSON.parse(JSON.stringify(networks[name]).replaceAll(/"(tanh|softplus|sigmoid)"/g, '"relu"'));

/** Networks of units with kinks. */
export const kinked: Readonly<Record<string, Described>> = {
  'three hidden layers': layered(4, [6, 5, 5]),
  'four hidden layers': layered(3, [4, 4, 4, 4]),
  'skip connection': relu('skip connection'),
  'two inputs, two outputs, one of them with children': relu(
    'two inputs, two outputs, one of them with children',
  ),
};

/** Choices of activation relaxation, and where it begins. */
export type ArChoices = Partial<Variant> & { readonly initial?: 'forward' | 'zero' };

/** Activation relaxation in phases, with slopes of the moment. */
export const unfrozen = (choices: ArChoices = {}, stepSize = 0.25) =>
  phased(anyFamily(ar), { derivative: 'current', ...choices, stepSize } as unknown as Partial<
    Chosen<RuleOptions>
  >);

/** A network of these, with weights and samples. */
export function kinkedProblem(name: string, choices: ArChoices, seed: number, samples = 2) {
  const rule = unfrozen(choices);
  const network = parseNetwork(kinked[name]);
  const parameters = initialParameters(network, seed, pathwayOf(rule));
  return { rule, network, parameters, batch: randomBatch(network, samples, seed) };
}

const unit = (from: string, activation = 'linear') => ({ type: 'dense', units: 1, activation, from: [from] });

/**
 * u = 1 -> a = 2 -> b = relu(1 - a) = 0 -> c = 1 + w b = 1 -> out = c, one unit each; targets give the error e. Before b's
 * kink is crossed nothing comes down to a: a = 2 e^-t, so 1 - a crosses at log 2. c = e + (1 - e) e^-t.
 */
export function kinkedChain(
  w: number,
  e: number,
  options: EventOptions = {},
  [first, second] = ['linear', 'relu'],
) {
  const network = parseNetwork({
    inputs: { u: [1] },
    nodes: { a: unit('u', first), b: unit('a', second), c: unit('b'), out: unit('c') },
    outputs: { out: { loss: 'mse' } },
  });
  const bias = (value: number) => ({ shape: [1], data: Float64Array.of(value) });
  const parameters: Parameters = {
    ...{ 'a.weight': matrix([[2]]), 'a.bias': bias(0), 'b.weight': matrix([[-1]]), 'b.bias': bias(1) },
    ...{ 'c.weight': matrix([[w]]), 'c.bias': bias(1), 'out.weight': matrix([[1]]), 'out.bias': bias(0) },
  };
  const batch: Batch = { size: 1, inputs: { u: matrix([[1]]) }, targets: { out: matrix([[1 - e]]) } };
  const simulator = new EventSimulator(network, parameters, options);
  return { simulator, batch, network, parameters };
}

/** It relaxes, with slopes of the moment. */
export function relaxChain(
  { simulator, batch }: ReturnType<typeof kinkedChain>,
  given: Partial<Relaxation>,
  choices: ArChoices = { updateDerivative: 'current' },
) {
  const { initial = 'forward', stepSize = 0.25 } = given;
  const rule = unfrozen({ ...choices, initial }, stepSize);
  const relaxation = relaxationOf({ ...given, stepSize, initial });
  const relaxed = simulator.relax(batch, { rule, relaxation, record: true });
  const course = (state: string) => relaxed.course.map((frame) => frame[state].data[0]);
  const kinks: Kinks = relaxed.phases!.find(({ name }) => name === 'relax')!.kinks!;
  return { relaxed, course, kinks };
}

/** Euler steps of x_a of kinkedChain(-4, 1) where b hears a, and a hears b, `lag` later: x_b = -4 (1 - e^-t). */
export function delayed(lag: number, duration: number, h: number): number[] {
  const a = [2];
  const said: number[] = [];
  const back = Math.round(lag / h);
  for (let k = 0; k * h < duration; k++) {
    const seen = k < back ? 2 : a[k - back];
    said.push(1 - seen > 0 ? -4 * (1 - Math.exp(-k * h)) : 0);
    const drive = k < back ? 0 : -said[k - back];
    a.push(a[k] + h * (drive - a[k]));
  }
  return a;
}

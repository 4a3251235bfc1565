import fc from 'fast-check';
import { initialParameters, type Parameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';
import type { Description } from '../../../reference/index.js';

/** A random chain or one of the graphs, with weights and a sample of its own. */
export const scenes = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 }),
    fc.constantFrom('tanh', 'sigmoid', 'linear', 'softplus'),
    fc.constantFrom(undefined, 'skip connection', 'two inputs, two outputs, one of them with children'),
    fc.integer({ min: 1, max: 1000 }),
  )
  .map(([units, activation, graph, seed]) =>
    sceneOf(graph ? networks[graph] : chain(units, activation), seed),
  );

/** Random chains only. */
export const chains = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 }),
    fc.constantFrom('tanh', 'sigmoid', 'linear', 'softplus'),
    fc.integer({ min: 1, max: 1000 }),
  )
  .map(([units, activation, seed]) => sceneOf(chain(units, activation), seed));

function chain(units: readonly number[], activation: string): Description {
  return { input: [3], layers: units.map((n) => ({ type: 'dense', units: n, activation })), loss: 'mse' };
}

function sceneOf(description: Description, seed: number) {
  const network = parseNetwork(description);
  const parameters: Parameters = initialParameters(network, seed);
  const nodes = Object.keys(network.nodes);
  return { description, network, parameters, nodes, batch: randomBatch(network, 1, seed) };
}

export type Scene = ReturnType<typeof sceneOf>;

/** Ways of speaking, and whether everything happens at ticks. */
export const ways: readonly {
  readonly name: string;
  readonly stepped: boolean;
  readonly given: Partial<Relaxation>;
}[] = [
  { name: 'steps', stepped: true, given: { steps: 15 } },
  { name: 'steps in random order', stepped: true, given: { steps: 8, schedule: 'asynchronous', seed: 3 } },
  {
    name: 'steps from the top down',
    stepped: true,
    given: { steps: 8, schedule: 'top-down', initial: 'zero' },
  },
  { name: 'trajectories', stepped: false, given: { duration: 4 } },
  { name: 'thresholds', stepped: false, given: { duration: 4, messages: 'threshold', quantum: 0.05 } },
];

/** A relaxation of some way whose steps are of this size. */
export const relaxationIn = (given: Partial<Relaxation>, stepSize: number): Relaxation =>
  relaxationOf({ ...given, stepSize });

/** Steps that are decimals, binary fractions, and neither. */
export const stepSizes = fc.constantFrom(0.1, 0.3, 0.07, 0.125, 0.5, 1 / 3, 1.1);

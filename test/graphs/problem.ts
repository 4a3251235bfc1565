import { randomBatch } from '../../src/lab/agreement.js';
import type { Network } from '../../src/network/network.js';
import { initialParameters, type Parameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import type { Batch } from '../../src/sim/simulator.js';
import { activities, asGraph, lossOf } from './naive.js';

/** A network with parameters and a batch, as the engines and the naive forward pass take them. */
export interface GraphProblem {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly batch: Batch;
}

/** Biases of 0 would hide where they are added. */
export function graphProblem(description: unknown, seed = 3, samples = 3): GraphProblem {
  const network = parseNetwork(description);
  const parameters = Object.entries(initialParameters(network, seed)).map(([key, { shape, data }]) => [
    key,
    { shape, data: key.endsWith('.bias') ? data.map((_, i) => Math.sin(i + seed) / 3) : data },
  ]);
  return {
    network,
    parameters: Object.fromEntries(parameters),
    batch: randomBatch(network, samples, seed + 2),
  };
}

/** The mean loss over the batch, by the naive forward pass. */
export function meanLoss({ network, parameters, batch: { inputs, targets, size } }: GraphProblem): number {
  const graph = asGraph(network);
  const row = (set: Batch['inputs'], s: number) =>
    Object.fromEntries(
      Object.entries(set).map(([name, { data }]) => {
        const units = data.length / size;
        return [name, data.subarray(s * units, (s + 1) * units)];
      }),
    );
  let sum = 0;
  for (let s = 0; s < size; s++)
    sum += lossOf(graph, activities(graph, parameters, row(inputs, s)), row(targets, s));
  return sum / size;
}

/** Central differences of the mean loss, parameter by parameter. */
export function differences(problem: GraphProblem, h = 1e-5): Record<string, number[]> {
  return slopes(problem, (at) => (at(h) - at(-h)) / (2 * h));
}

/** Weights of differences at h, 2h, 3h, 4h: off by h^8 / 630 of the ninth derivative (Fornberg 1988). */
const eighth = [4 / 5, -1 / 5, 4 / 105, -1 / 280];

/**
 * Differences of the eighth order, of some numbers of each parameter: at this step what is left out is below 1e-25 of the ninth
 * derivative, and rounding of the loss comes to some 1e-12. A kink within four steps would spoil them.
 */
export const fineDifferences = (problem: GraphProblem, most: number, h = 6e-4): Record<string, number[]> =>
  slopes(
    problem,
    (at) => eighth.reduce((sum, weight, k) => sum + (weight * (at((k + 1) * h) - at(-(k + 1) * h))) / h, 0),
    (length) => spread(length, most),
  );

/** Places of some numbers, evenly spread. */
export const spread = (length: number, most: number): number[] =>
  Array.from({ length: Math.min(length, most) }, (_, k) => Math.floor((k * length) / Math.min(length, most)));

/** What is found of each number of each parameter from the loss where it is moved. */
function slopes(
  problem: GraphProblem,
  find: (at: (by: number) => number) => number,
  places = (length: number) => spread(length, length),
): Record<string, number[]> {
  const { parameters } = problem;
  const entries = Object.entries(parameters).map(([name, { shape, data }]) => {
    const movedBy = (k: number) => (by: number) => {
      const moved = Float64Array.from(data);
      moved[k] += by;
      return meanLoss({ ...problem, parameters: { ...parameters, [name]: { shape, data: moved } } });
    };
    return [name, places(data.length).map((k) => find(movedBy(k)))] as const;
  });
  return Object.fromEntries(entries);
}

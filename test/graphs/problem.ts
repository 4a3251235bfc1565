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
  const { parameters } = problem;
  const entries = Object.entries(parameters).map(([name, { shape, data }]) => {
    const at = (k: number, value: number) => {
      const moved = Float64Array.from(data);
      moved[k] = value;
      return meanLoss({ ...problem, parameters: { ...parameters, [name]: { shape, data: moved } } });
    };
    return [name, Array.from(data, (p, k) => (at(k, p + h) - at(k, p - h)) / (2 * h))] as const;
  });
  return Object.fromEntries(entries);
}

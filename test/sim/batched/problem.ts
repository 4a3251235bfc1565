import type { Network } from '../../../src/network/network.js';
import type { Parameters, Values } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import type { Activities, Batch } from '../../../src/sim/simulator.js';
import type { Example, ParameterSet, Batch as ReferenceBatch } from '../../reference/index.js';

/** What a simulator needs of an example of the reference. */
export interface Problem {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly batch: Batch;
}

/** An example of the reference as the engines take it. */
export function problemOf([description, parameters, batch]: Example): Problem {
  return { network: parseNetwork(description), parameters: valuesOf(parameters), batch: batchOf(batch) };
}

function valuesOf(set: ParameterSet): Parameters {
  return Object.fromEntries(
    Object.entries(set).map(([name, { shape, data }]) => [name, { shape, data: Float64Array.from(data) }]),
  );
}

function batchOf({ inputs, targets }: ReferenceBatch): Batch {
  const matrices = (set: ReferenceBatch['inputs']): Record<string, Values> =>
    Object.fromEntries(Object.entries(set).map(([name, rows]) => [name, matrix(rows)]));
  return { size: Object.values(inputs)[0].length, inputs: matrices(inputs), targets: matrices(targets) };
}

function matrix(rows: readonly (readonly number[])[]): Values {
  return { shape: [rows.length, rows[0].length], data: Float64Array.from(rows.flat()) };
}

/** The numbers of parameters, gradients or activities by name, to be compared with the reference's. */
export function numbersOf(values: Parameters | Activities): Record<string, ArrayLike<number>> {
  return Object.fromEntries(Object.entries(values).map(([name, { data }]) => [name, data]));
}

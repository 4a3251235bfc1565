export { randomBatch } from '../../src/lab/agreement.js';

import type { Parameters, Values } from '../../src/network/parameters.js';
import type { Batch } from '../../src/sim/simulator.js';
import type { ParameterSet, Batch as ReferenceBatch } from '../reference/index.js';

/** The same batch as the reference takes it. */
export function forReference(batch: Batch): ReferenceBatch {
  return { inputs: rows(batch.inputs), targets: rows(batch.targets) };
}

/** Parameters as the reference takes them. */
export const asSet = (parameters: Parameters): ParameterSet => parameters;

function rows(set: Readonly<Record<string, Values>>): Record<string, number[][]> {
  return Object.fromEntries(Object.entries(set).map(([name, values]) => [name, asRows(values)]));
}

/** Rows of a matrix. */
export function asRows({ data, shape: [count, units] }: Values): number[][] {
  return Array.from({ length: count }, (_, i) => Array.from(data.subarray(i * units, (i + 1) * units)));
}

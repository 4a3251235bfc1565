import { randomStream } from '../../src/math/random.js';
import { layOut } from '../../src/network/layout.js';
import type { Network } from '../../src/network/network.js';
import type { Parameters, Values } from '../../src/network/parameters.js';
import type { Batch } from '../../src/sim/simulator.js';
import type { ParameterSet, Batch as ReferenceBatch } from '../reference/index.js';

/** A batch of normal inputs and, per output, targets that are a distribution over its units; float32 values. */
export function randomBatch(network: Network, size: number, seed: number): Batch {
  const layout = layOut(network);
  const stream = randomStream(seed, 'batch');
  const draw = (units: number, sample: () => number): Values => ({
    shape: [size, units],
    data: Float32Array.from({ length: size * units }, sample),
  });
  const oneHot = (units: number) => {
    const values = draw(units, () => 0);
    for (let row = 0; row < size; row++) values.data[row * units + stream.integer(units)] = 1;
    return values;
  };
  return {
    size,
    inputs: Object.fromEntries(layout.inputs.map((i) => [i.name, draw(i.size, () => stream.normal())])),
    targets: Object.fromEntries(layout.outputs.map((o) => [o.name, oneHot(o.size)])),
  };
}

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

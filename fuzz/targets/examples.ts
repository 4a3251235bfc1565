import { layOut } from '../../src/network/layout.js';
import type { Network } from '../../src/network/network.js';
import type { Parameters } from '../../src/network/parameters.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import type { Activities, Batch } from '../../src/sim/simulator.js';
import { expect } from '../target.js';

/** 3-4-2 in the layered form. */
export const layered = {
  input: [3],
  layers: [
    { type: 'dense', units: 4, activation: 'relu' },
    { type: 'dense', units: 2, activation: 'linear' },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.5 }, bias: 'zeros' },
};

/** A graph with two inputs, a skip connection and two outputs. */
export const graph = {
  inputs: { a: [2], b: [2, 1] },
  nodes: {
    h1: { type: 'dense', units: 3, activation: 'tanh', from: ['a', 'b'] },
    h2: { type: 'dense', units: 2, activation: 'sigmoid', from: ['h1'], init: { weight: 'he' } },
    out: {
      type: 'dense',
      units: 2,
      from: ['h1', 'h2'],
      init: { weight: { type: 'uniform', low: -0.1, high: 0.1 } },
    },
  },
  outputs: { out: { loss: 'cross-entropy' }, h2: { loss: 'mse' } },
};

/** The layered one, read. */
export const network = parseNetwork(layered);

/** One sample of the layered one. */
export const sample: Batch = {
  size: 1,
  inputs: { input: { shape: [1, 3], data: Float64Array.of(0.5, -1, 0.25) } },
  targets: { 'layers.1': { shape: [1, 2], data: Float64Array.of(1, 0) } },
};

/** What nothing in a sane file is larger than: what comes of larger ones need not be finite. */
export const large = 1e30;

/** Numbers that are large, in whatever holds them. */
export function holdsLarge(value: unknown): boolean {
  if (typeof value === 'number') return !(Math.abs(value) < large);
  if (typeof value !== 'object' || value === null) return false;
  if (ArrayBuffer.isView(value)) return holdsLarge([...(value as Float64Array)]);
  return Object.values(value).some(holdsLarge);
}

/** Presents a batch, if the network is small. @throws {Nonsense} where sane numbers come to nothing finite */
export function relaxOnce(given: Network, parameters: Parameters, batch: Batch): void {
  const simulator = new EventSimulator(given, parameters, { grain: 'arbor' });
  const relaxation = relaxationOf({ steps: 2, stepSize: 0.5 });
  const { activity, loss } = simulator.relax(batch, { rule: rules.ar, relaxation });
  expectFinite(activity, loss, [parameters, batch.inputs, batch.targets]);
}

/** @throws {Nonsense} where sane numbers came to nothing finite */
export function expectFinite(activity: Activities, loss: number, from: unknown): void {
  const finite =
    Number.isFinite(loss) && Object.values(activity).every(({ data }) => data.every(Number.isFinite));
  if (!finite) expect(holdsLarge(from), 'sane numbers come to numbers that are not finite');
}

/** Whether a network is small enough to be tried thousands of times. */
export function isSmall(given: Network): boolean {
  const { inputs, nodes } = layOut(given);
  let synapses = inputs.reduce((sum, { size }) => sum + size, 0);
  for (const { size, parents } of nodes) for (const parent of parents) synapses += size * parent.size;
  return synapses < 2000;
}

/** Halves, for every input and output of a network. */
export function halvesFor(given: Network): Batch {
  const { inputs, outputs } = layOut(given);
  const halves = (all: readonly { readonly name: string; readonly size: number }[]) =>
    Object.fromEntries(
      all.map(({ name, size }) => [name, { shape: [1, size], data: new Float64Array(size).fill(0.5) }]),
    );
  return { size: 1, inputs: halves(inputs), targets: halves(outputs) };
}

/** The parameters of the layered one. */
export const parameters = initialParameters(network, 1);

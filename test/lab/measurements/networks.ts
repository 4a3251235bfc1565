import { randomStream } from '../../../src/math/random.js';
import type { Network } from '../../../src/network/network.js';
import { initialParameters, type Parameters, type Values } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { startBackend } from '../../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../../src/sim/batched/engine.js';
import { tfjs } from '../../../src/sim/batched/tfjs.js';
import type { Batch } from '../../../src/sim/simulator.js';

/** A chain of dense layers; the last is linear unless `last` says otherwise. */
export function chainOf(sizes: readonly number[], activation: string, last = 'linear'): Network {
  const [input, ...units] = sizes;
  const layers = units.map((n, i) => ({
    type: 'dense',
    units: n,
    activation: i < units.length - 1 ? activation : last,
  }));
  return parseNetwork({ input: [input], layers, loss: 'mse', init: { weight: { type: 'normal', sd: 0.5 } } });
}

/** Random stimuli, and targets that are no outputs. */
export function batchFor(network: Network, size: number, outputs: number): Batch {
  const stream = randomStream(7, 'batch');
  const matrix = (columns: number): Values => ({
    shape: [size, columns],
    data: Float64Array.from({ length: size * columns }, () => Math.fround(stream.normal())),
  });
  const [input, shape] = Object.entries(network.inputs)[0];
  const [output] = Object.keys(network.outputs);
  return { size, inputs: { [input]: matrix(shape[0]) }, targets: { [output]: matrix(outputs) } };
}

/** A batched simulator, with feedback weights of its own. */
export async function simulatorOf(
  network: Network,
  change: (parameters: Parameters) => Parameters = (parameters) => parameters,
): Promise<BatchedSimulator<unknown>> {
  await startBackend('cpu');
  const parameters = initialParameters(network, 3, { ownWeights: true, inputsRelax: false });
  return new BatchedSimulator(network, change(parameters), tfjs) as BatchedSimulator<unknown>;
}

/** Parameters whose feedback weights are the transposed weights. */
export function withTransposedFeedback(parameters: Parameters): Parameters {
  const entries = Object.entries(parameters).map(([name, values]) => {
    if (!name.endsWith('.feedback')) return [name, values] as const;
    return [name, transposed(parameters[name.replace('.feedback', '.weight')])] as const;
  });
  return Object.fromEntries(entries);
}

function transposed({ shape: [rows, columns], data }: Values): Values {
  const turned = Float64Array.from(
    { length: data.length },
    (_, k) => data[(k % rows) * columns + Math.floor(k / rows)],
  );
  return { shape: [columns, rows], data: turned };
}

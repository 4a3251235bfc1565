import { randomBatch } from '../../../../src/lab/agreement.js';
import type { Message } from '../../../../src/messages/message.js';
import type { Network } from '../../../../src/network/network.js';
import { initialParameters, type Parameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxed } from '../../../../src/sim/simulator.js';
import { relativeDifference } from '../../../../src/sim/tolerance.js';
import { exact } from '../../batched/phases/exact.js';

/** All of whose nodes take time. */
export function relaxing(description: unknown): Network {
  const { nodes, ...rest } = parseNetwork(description);
  const all = Object.entries(nodes).map(([name, node]) => [name, { ...node, relaxes: true }]);
  return parseNetwork({ ...rest, nodes: Object.fromEntries(all) });
}

/** Biases of 0 would hide where they are added. */
export const withBiases = (parameters: Parameters): Parameters =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [
      name,
      { shape, data: name.endsWith('.bias') ? data.map((_, i) => Math.sin(i + 1) / 3) : data },
    ]),
  );

const conv = { type: 'conv2d', kernel: 3, activation: 'tanh' };

/** Odd sizes, strides, padding, weights that are shared, fixed and own; ports are added. */
export const added = {
  input: [6, 5, 2],
  layers: [
    {
      ...conv,
      filters: 3,
      stride: [1, 2],
      padding: [
        [1, 0],
        [1, 1],
      ],
      bias: false,
    },
    { type: 'meanPool2d', kernel: [2, 1] },
    { ...conv, filters: 2, kernel: 2, dilation: [1, 2], padding: 1, activation: 'sigmoid' },
    { type: 'dense', units: 3, activation: 'linear' },
  ],
  loss: 'mse',
};

/** Ports that are multiplied, and of which the largest counts. */
export const ported = {
  inputs: { image: [6, 5, 1] },
  nodes: {
    c: { ...conv, filters: 2, from: ['image'] },
    pooled: { type: 'maxPool2d', kernel: 2, from: ['c'] },
    gate: { type: 'scale', from: ['pooled'], activation: 'sigmoid' },
    gated: { type: 'multiply', from: ['pooled', 'gate'] },
    out: { type: 'dense', units: 2, from: ['gated'] },
  },
  outputs: { out: { loss: 'mse' } },
};

export interface Setting {
  readonly network: Network;
  readonly rule: PhasedRule;
  readonly samples?: number;
}

export function sceneOf({ network, rule, samples = 2 }: Setting) {
  const parameters = withBiases(initialParameters(network, 3, pathwayOf(rule)));
  const batch = randomBatch(network, samples, 5);
  const events = (options: EventOptions = {}) => new EventSimulator(network, parameters, options);
  const layers = () => new BatchedSimulator(network, parameters, exact);
  const names = [...Object.keys(network.inputs), ...Object.keys(network.nodes)];
  return { network, parameters, batch, events, layers, names };
}

/** All that is heard of those from now on. */
export function heard(simulator: EventSimulator, names: readonly string[]): Message[] {
  const log: Message[] = [];
  simulator.listen(...names).subscribe((message) => log.push(message));
  return log;
}

/** Names of states and gradients that are further from what another engine tells. */
export const apart = (got: Relaxed, want: Relaxed, limit: number): string[] =>
  (['states', 'gradient', 'forward'] as const).flatMap((part) =>
    Object.entries(want[part] ?? {}).flatMap(([name, { data }]) =>
      relativeDifference(got[part]![name].data, data) <= limit ? [] : [`${part} ${name}`],
    ),
  );

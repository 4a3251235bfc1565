import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/messages/message.js';
import type { Network } from '../../../../src/network/network.js';
import { initialParameters, type Parameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { pc } from '../../../../src/rules/pc.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import type { Rule } from '../../../../src/sim/rule.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import { standardVariant, variantOf } from '../../../../src/sim/variant.js';
import { type GrainName, grains } from '../../../../src/synapses/grains.js';
import { randomBatch } from '../../../agreement/problems.js';

const ways = ['oscillation', 'two-compartments'] as const;
type Way = (typeof ways)[number];
const grainNames = Object.keys(grains) as GrainName[];
const times = [0, 3.7, 5, 11, 11.5, 24];

interface Life {
  readonly network: Network;
  readonly parameters: Parameters;
  readonly way: Way;
  readonly rule: Rule;
  readonly grain: GrainName;
  readonly lag: number;
}

function simulatorOf({ network, parameters, lag, ...given }: Life) {
  const delays = Object.fromEntries(Object.keys(network.nodes).map((node) => [node, lag]));
  return new LiveSimulator(network, parameters, {
    ...{
      learningRate: 0.1,
      oscillation: { period: 5, forward: 2, jitter: 0.3 },
      twoCompartments: { teachEvery: 1 },
    },
    ...{ ...given, delays },
  });
}

const unitsOf = (set: ReturnType<typeof randomBatch>['inputs']) =>
  Object.fromEntries(Object.entries(set).map(([key, { data }]) => [key, data]));

/** Everything that neurons say, what it costs, and weights as rows of numbers. */
function everything(life: Life, savedAt?: number) {
  const { network } = life;
  let simulator = simulatorOf(life);
  const log: Message[] = [];
  const listen = () =>
    simulator
      .listen(...Object.keys(network.inputs), ...Object.keys(network.nodes))
      .subscribe((message) => log.push(message));
  listen();
  for (const [i, time] of times.entries()) {
    if (i === savedAt) {
      const saved = simulator.state();
      simulator = simulatorOf(life);
      simulator.restore(saved);
      listen();
    }
    const { inputs, targets } = randomBatch(network, 1, i);
    simulator.present({ time, inputs: unitsOf(inputs), ...(i % 3 !== 1 && { targets: unitsOf(targets) }) });
    simulator.runThrough(time + 0.1);
  }
  simulator.runThrough(30);
  return { log, energy: simulator.energy, parameters: simulator.parameters() };
}

const layer = (units: number, activation: string) => ({ units, activation });
const [below, above] = [layer(5, 'tanh'), layer(4, 'relu')];
const chain = (type: object) =>
  parseNetwork({
    input: [3],
    layers: [
      { ...type, ...below },
      { ...type, ...above },
      { ...type, units: 2 },
    ],
  });
const dense = chain({ type: 'dense' });
const listed = chain({ type: 'sparse', probability: 1 });

/** Weights of dense nodes as a list has them: by the neuron that they end at on the way up. */
const listedOf = (all: Parameters): Parameters =>
  Object.fromEntries(
    Object.entries(all).map(([name, { shape, data }]) => {
      const [rows, columns] = shape;
      const turned = name.endsWith('.feedback');
      const order = turned ? data.map((_, k) => data[(k % rows) * columns + Math.floor(k / rows)]) : data;
      return [name, shape.length === 1 ? { shape, data } : { shape: [data.length], data: order }];
    }),
  );
const numbersOf = (all: Parameters) => Object.entries(all).map(([name, { data }]) => [name, [...data]]);

const rules: readonly (readonly [string, Rule])[] = [
  ['ar', arVariant(standardVariant)],
  ['ar with learned feedback', arVariant(variantOf({ feedback: 'learned' }))],
  ['ar with random feedback', arVariant(variantOf({ feedback: 'random' }))],
  ['pc', phased(pc, { predictions: 'frozen', convention: 'pre-activation' })],
];

const thin = parseNetwork({
  input: [4, 4, 1],
  layers: [
    { type: 'local2d', filters: 2, kernel: 2, stride: 2, activation: 'tanh' },
    { type: 'sparse', inDegree: 3, seed: 2, ...above },
    { type: 'sparse', outDegree: 1, units: 2 },
  ],
});

describe.each(ways)('synapses of their own, one by one: way %s', (way) => {
  it.each(rules)('all that there could be live as those of dense nodes, bit for bit: %s', (_, rule) => {
    const parameters = initialParameters(dense, 3, pathwayOf(rule));
    for (const grain of grainNames)
      for (const lag of [0, 0.3]) {
        const life = { way, rule, grain, lag };
        const want = everything({ ...life, network: dense, parameters });
        const got = everything({ ...life, network: listed, parameters: listedOf(parameters) });
        expect(want.parameters).not.toEqual(parameters);
        expect(numbersOf(got.parameters)).toEqual(numbersOf(listedOf(want.parameters)));
        expect(got.energy).toEqual(want.energy);
        expect(got.log).toEqual(want.log);
      }
  });

  it.each(rules)('few of them: grains live alike, and on from where they were saved: %s', (_, rule) => {
    const parameters = initialParameters(thin, 4, pathwayOf(rule));
    for (const lag of [0, 0.3]) {
      const life = { network: thin, parameters, way, rule, lag };
      const [one, ...others] = [
        ...grainNames.map((grain) => everything({ ...life, grain })),
        ...grainNames.map((grain) => everything({ ...life, grain }, 3)),
      ];
      expect(one.parameters).not.toEqual(parameters);
      for (const other of others) expect(other).toEqual(one);
    }
  });

  it.each([
    ['weights that synapses share', { type: 'conv2d', filters: 2, kernel: 2, bias: false }],
    ['biases that neurons share', { type: 'conv2d', filters: 2, kernel: 2 }],
    ['neurons with ports', { type: 'maxPool2d', kernel: 2, relaxes: true }],
    ['neurons that only pass on', { type: 'meanPool2d', kernel: 2 }],
  ])('are wanted: %s are refused', (got, first) => {
    const network = parseNetwork({ input: [4, 4, 1], layers: [first, { type: 'dense', units: 2 }] });
    const start = () => new LiveSimulator(network, initialParameters(network, 1), { way, learningRate: 0.1 });
    expect(start).toThrow(new RegExp(`LiveSimulator.nodes.layers.0: got ${got}.*Try way strict-phases`));
  });
});

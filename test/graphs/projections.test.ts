import { describe, expect, it } from 'vitest';
import { randomBatch } from '../../src/lab/agreement.js';
import { layOut } from '../../src/network/layout.js';
import { initialParameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import type { Device } from '../../src/sim/batched/device.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { pathwayOf } from '../../src/sim/pathway.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import type { Rule } from '../../src/sim/rule.js';
import { arVariant } from '../../src/sim/rules/ar.js';
import { rules } from '../../src/sim/rules.js';
import { variantOf } from '../../src/sim/variant.js';
import { tried as backend } from '../backends.js';
import { refusal } from '../network/refusals.js';
import { deviation } from '../reference/index.js';
import { exact } from '../sim/batched/phases/exact.js';
import { numbersOf } from '../sim/batched/problem.js';
import { graphs } from './networks.js';

const names = [
  'projections of several patterns, added',
  'projections onto ports, multiplied and the largest of them',
  'projections with weights of their own',
] as const;
const tried: readonly Rule[] = [
  rules.ar,
  arVariant(variantOf({ feedback: 'learned', derivative: 'none' })),
  arVariant(variantOf({ feedback: 'dense=learned,neurons=random', derivative: 'frozen,neurons=current' })),
  arVariant(variantOf({ plasticity: 'continuous', feedback: 'learned' })),
  rules.pc,
  rules.fa,
  rules.dfa,
];

describe.each(names)('%s', (name) => {
  const network = parseNetwork(graphs[name]);

  it('reads again as it was read, and says how many synapses and weights there are', () => {
    expect(parseNetwork(network)).toEqual(network);
    expect(parseNetwork(JSON.parse(JSON.stringify(network)))).toEqual(network);
    const { nodes } = layOut(network);
    for (const node of nodes)
      for (const block of node.synapses())
        if (block.connections.kind === 'list' && typeof block.weights !== 'number') {
          const most = block.connections.places.reduce((a, b) => Math.max(a, b), 0);
          expect(most).toBeLessThan(node.parameters[block.key ?? 'weight'].shape.reduce((a, b) => a * b, 1));
        }
  });

  it.each(tried.map((rule) => [rule.name, rule] as const))(
    'both engines and grains agree by %s',
    (_, rule) => {
      const parameters = initialParameters(network, 3, pathwayOf(rule));
      const batch = randomBatch(network, 1, 4);
      const relaxation = relaxationOf({
        solver: 'euler',
        ...(rule.kind === 'relaxation' && { steps: 3, stepSize: 0.3 }),
      });
      const presentation = { rule, relaxation, record: true, learningRate: 0.1 };
      const tell = (simulator: BatchedSimulator<never> | EventSimulator) => {
        const { activity, course, gradient, states } = simulator.relax(batch, presentation);
        const frames = Object.fromEntries(
          course.flatMap((frame, k) =>
            Object.entries(frame).map(([key, values]) => [`${key} ${k}`, values] as const),
          ),
        );
        simulator.train(batch, presentation);
        return numbersOf({
          ...frames,
          ...prefixed('x', activity),
          ...prefixed('g', gradient),
          ...states,
          ...simulator.parameters(),
        });
      };
      const layers = tell(new BatchedSimulator(network, parameters, exact) as never);
      const [synapse, arbor] = (['synapse', 'arbor'] as const).map((grain) =>
        tell(new EventSimulator(network, parameters, { grain })),
      );
      expect(arbor).toEqual(synapse);
      expect(Object.keys(arbor).sort()).toEqual(Object.keys(layers).sort());
      expect(deviation(arbor, layers, 0.05)).toBeLessThan(1e-12);
    },
  );
});

describe('trained on a backend', () => {
  it.each(names)('%s: as in float64, and no tensor is left behind', async (name) => {
    await startBackend(backend);
    const network = parseNetwork(graphs[name]);
    const rule = arVariant(variantOf({ feedback: 'transpose,neurons=learned' }));
    const parameters = initialParameters(network, 3, pathwayOf(rule));
    const live = tfjs.live();
    const train = <T>(device: Device<T>) => {
      const simulator = new BatchedSimulator(network, parameters, device);
      for (let k = 0; k < 3; k++)
        simulator.train(randomBatch(network, 2, 8 + k), {
          ...{ rule, relaxation: relaxationOf({ solver: 'closed-form' }), learningRate: 0.05 },
        });
      const after = numbersOf(simulator.parameters());
      simulator.dispose();
      return after;
    };
    expect(deviation(train(tfjs), train(exact), 0.05)).toBeLessThan(1e-4);
    expect(tfjs.live()).toBe(live);
  });
});

const prefixed = <V>(name: string, values: Readonly<Record<string, V>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name} ${key}`, value]));

it('one projection is what a node of its pattern is', () => {
  const plain = parseNetwork({
    inputs: { image: [5, 4, 2] },
    nodes: {
      c: { type: 'conv2d', filters: 2, kernel: 2, bias: false, activation: 'tanh', from: ['image'] },
      out: { type: 'dense', units: 2, bias: false, from: ['c'] },
    },
    outputs: { out: { loss: 'mse' } },
  });
  const fed = parseNetwork({
    inputs: { image: [5, 4, 2] },
    nodes: {
      c: {
        ...{ type: 'neurons', activation: 'tanh', bias: false },
        projections: [{ from: 'image', pattern: { type: 'conv2d', filters: 2, kernel: 2 } }],
      },
      out: { type: 'neurons', units: 2, bias: false, projections: [{ from: 'c', pattern: 'dense' }] },
    },
    outputs: { out: { loss: 'mse' } },
  });
  const parameters = initialParameters(plain, 3);
  const batch = randomBatch(plain, 2, 4);
  const flat = Object.fromEntries(
    Object.entries(parameters).map(([key, { data }]) => [key, { shape: [data.length], data }]),
  );
  const presentation = { rule: rules.ar, relaxation: relaxationOf({ solver: 'equilibrium' }) };
  const one = new BatchedSimulator(plain, parameters, exact).relax(batch, presentation);
  const other = new BatchedSimulator(fed, flat, exact).relax(batch, presentation);
  expect(numbersOf(other.gradient)).toEqual(numbersOf(one.gradient));
});

const node = (given: object) => ({
  inputs: { image: [4, 4, 1], flat: [3] },
  nodes: {
    n: { type: 'neurons', ...given },
    out: { type: 'dense', units: 1, from: ['n', 'image', 'flat'] },
  },
  outputs: { out: { loss: 'mse' } },
});
const flat = (given: object = {}) => ({ from: 'flat', pattern: { type: 'dense', units: 2 }, ...given });

describe('refused', () => {
  it.each([
    [{}, 'network.nodes.n.projections: got nothing, expected a list of projections'],
    [{ projections: [] }, 'network.nodes.n.projections: got [], expected at least one projection'],
    [{ projections: [flat({ form: 'x' })] }, 'network.nodes.n.projections[0]: got unknown key "form"'],
    [
      { projections: [flat({ from: 'flt' })] },
      'network.nodes.n.from: got "flt", expected one of image, flat, n, out. Try "flat".',
    ],
    [{ projections: [flat({ pattern: 'dens' })] }, 'network.nodes.n.projections[0].pattern.type: got "dens"'],
    [
      { projections: [flat({ pattern: 'dense' })] },
      'network.nodes.n.projections[0].pattern.units: got nothing',
    ],
    [
      { projections: [flat({ pattern: 'maxPool2d' })] },
      'pattern.type: got "maxPool2d", expected one of dense',
    ],
    [
      { projections: [flat({ pattern: { type: 'dense', units: 2, bias: true } })] },
      'pattern.bias: got true, expected "false"',
    ],
    [
      { projections: [flat(), { from: 'image', pattern: { type: 'conv2d', filters: 1, kernel: 2 } }] },
      'network.nodes.n.projections[1].pattern: got a pattern that ends at 9 units, of shape [3, 3, 1], expected 2, as the first projection has, of shape [2]',
    ],
    [{ units: 5, projections: [flat()] }, 'expected 5, as the node has, of shape [5]'],
    [{ units: 2, shape: [2], projections: [flat()] }, 'network.nodes.n.units: got units and shape'],
    [{ projections: [flat({ port: 'a' })] }, 'projections[0].port: got "a" with integration sum'],
    [
      { integration: 'mean', projections: [flat()] },
      'network.nodes.n.integration: got "mean", expected one of sum, product, max',
    ],
    [
      { projections: [flat({ weights: 'shared' })] },
      'projections[0].weights: got "shared", expected "own" with pattern dense, or {"fixed": NUMBER}',
    ],
    [
      {
        projections: [{ from: 'image', pattern: { type: 'conv2d', filters: 1, kernel: 2 }, weights: 'own' }],
      },
      'projections[0].weights: got "own", expected "shared" with pattern conv2d, or {"fixed": NUMBER}. Try pattern local2d.',
    ],
    [
      { projections: [flat({ weights: { fixed: 'one' } })] },
      'projections[0].weights.fixed: got "one", expected a finite number',
    ],
    [
      { projections: [{ from: 'image', pattern: 'meanPool2d', weights: 'own' }] },
      'pattern.kernel: got nothing',
    ],
    [
      { from: ['image'], projections: [flat()] },
      'network.nodes.n.from: got ["image"], expected nothing: its projections say whom it takes, ["flat"]',
    ],
    [
      {
        integration: 'product',
        projections: [flat(), { from: 'flat', pattern: { type: 'sparse', units: 2, pairs: [[0, 1]] } }],
      },
      'projections[1].pattern: got unit 0, at which no synapse ends',
    ],
  ])('%o', (given, line) => {
    expect(refusal(() => parseNetwork(node(given)))).toContain(line);
  });
});

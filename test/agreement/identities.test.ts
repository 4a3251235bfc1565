import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { layOut, parameterName } from '../../src/network/layout.js';
import type { Network } from '../../src/network/network.js';
import type { Parameters, Values } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { startBackend } from '../../src/sim/batched/backend.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { tfjs } from '../../src/sim/batched/tfjs.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import { rules } from '../../src/sim/rules.js';
import type { Simulator } from '../../src/sim/simulator.js';
import { relativeDifference, tolerance } from '../../src/sim/tolerance.js';
import { variantOf } from '../../src/sim/variant.js';
import { tried } from '../backends.js';
import { backprop, type Description, deviation, forward } from '../reference/index.js';
import { networks } from './networks.js';
import { asRows, asSet, forReference, randomBatch } from './problems.js';
import { numbers, setUp } from './variant-problems.js';

beforeAll(() => startBackend(tried));

/** How far float32 and float64 may be from an identity. */
const engines = [
  ['batched', tolerance.float32],
  ['events', tolerance.float64],
] as const;

function simulatorOf(engine: 'batched' | 'events', network: Network, parameters: Parameters): Simulator {
  if (engine === 'batched') return new BatchedSimulator(network, parameters, tfjs);
  return new EventSimulator(network, parameters);
}

/** W^T [in, out], row-major. */
function transposed({ shape: [rows, columns], data }: Values): Float64Array {
  return Float64Array.from(
    { length: rows * columns },
    (_, k) => data[(k % rows) * columns + Math.floor(k / rows)],
  );
}

/** The same parameters with every B at W^T. */
function aligned(parameters: Parameters): Parameters {
  const entries = Object.entries(parameters).map(([name, values]) => {
    if (!name.endsWith('.feedback')) return [name, values] as const;
    return [
      name,
      { shape: values.shape, data: transposed(parameters[name.replace('.feedback', '.weight')]) },
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** B - W^T of every node that has a B. */
function gaps(network: Network, parameters: Parameters): Record<string, Float64Array> {
  const nodes = layOut(network).nodes.filter(({ name }) => `${name}.feedback` in parameters);
  return Object.fromEntries(
    nodes.map(({ name }) => {
      const turned = transposed(parameters[parameterName(name, 'weight')]);
      return [name, Float64Array.from(parameters[`${name}.feedback`].data, (b, i) => b - turned[i])];
    }),
  );
}

/** (delta^T delta) W, mean over the samples, [out, in]: delta = x f'(abar), one row per sample. */
function contraction(delta: number[][], { shape: [rows, columns], data }: Values): number[] {
  const square = (i: number, k: number) =>
    delta.reduce((sum, row) => sum + row[i] * row[k], 0) / delta.length;
  const squares = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: rows }, (_, k) => square(i, k)),
  );
  return Array.from({ length: rows * columns }, (_, p) => {
    const [i, j] = [Math.floor(p / columns), p % columns];
    return squares[i].reduce((sum, s, k) => sum + s * data[k * columns + j], 0);
  });
}

// At rest x_parent = W^T delta where all that takes the parent is this node: then the weight change
// delta^T x_parent = (delta^T delta) W, a contraction of W in which no input is left. So: chains.
const chains: readonly Description[] = ['odd sizes, cross-entropy', 'five hidden layers'].map(
  (name) => networks[name],
);

describe.each(engines)('presynaptic activities of the moment at rest, on engine %s', (engine, limit) => {
  it.each(['relaxing', 'clamped'] as const)('only contract the weights, inputs %s', (inputs) => {
    for (const description of chains) {
      const variant = variantOf({ presynaptic: 'current', inputs });
      const { rule, network, parameters } = setUp(variant, description, 4);
      const batch = randomBatch(network, 5, 6);
      const simulator = simulatorOf(engine, network, parameters);
      const relaxation = relaxationOf({ solver: 'equilibrium' });
      const { activity, gradient } = simulator.relax(batch, { rule, relaxation });
      simulator.dispose();
      const latched = forward(description, asSet(parameters), forReference(batch).inputs);
      const [first, ...others] = Object.keys(network.nodes);
      for (const name of inputs === 'relaxing' ? [first, ...others] : others) {
        const { slope } = latched[name];
        const delta = asRows(activity[name]).map((row, s) => row.map((x, i) => x * slope[s][i]));
        const weight = parameterName(name, 'weight');
        const want = contraction(delta, parameters[weight]);
        expect(relativeDifference(gradient[weight].data, want), weight).toBeLessThan(limit);
      }
    }
  });
});

const small: Description = {
  inputs: { u: [3] },
  nodes: {
    a: { type: 'dense', units: 4, activation: 'tanh', from: ['u'] },
    b: { type: 'dense', units: 3, activation: 'sigmoid', from: ['a', 'u'] },
    out: { type: 'dense', units: 2, activation: 'linear', from: ['b', 'a'] },
  },
  outputs: { out: { loss: 'mse' } },
};

const relaxation = relaxationOf({ solver: 'euler', schedule: 'top-down', steps: 4, stepSize: 0.5 });

function trained(
  engine: 'batched' | 'events',
  times: number,
  rates: { learningRate: number; weightDecay?: number },
) {
  const { rule, network, parameters } = setUp(variantOf({ feedback: 'learned' }), small, 5);
  const simulator = simulatorOf(engine, network, parameters);
  for (let i = 0; i < times; i++) {
    simulator.train(randomBatch(network, 1, i), { rule, relaxation, ...rates });
  }
  const after = simulator.parameters();
  simulator.dispose();
  return { network, before: parameters, after, gap: gaps(network, after), start: gaps(network, parameters) };
}

// In every step a weight and the feedback weight beside it round by themselves: 6e-8 and 1.1e-16 of a number of about
// one, a thousand times, at worst all to one side; a random walk is at a thirtieth of that.
describe.each([
  ['batched', 1e-5],
  ['events', 1e-13],
] as const)('a thousand steps of learned feedback, on engine %s', (engine, limit) => {
  it('never change B - W^T, while both change', () => {
    const { before, after, gap, start } = trained(engine, 1000, { learningRate: 0.1 });
    expect(Object.keys(gap)).toEqual(['b', 'out']);
    for (const [name, values] of Object.entries(start)) {
      expect(relativeDifference(gap[name], values), name).toBeLessThan(limit);
      const weight = parameterName(name, 'weight');
      expect(relativeDifference(after[weight].data, before[weight].data)).toBeGreaterThan(0.1);
    }
  });

  // (1 - 0.1 * 0.02)^1000 = 0.135
  it('with decay and equal rates take (1 - rate decay)^n of it', () => {
    const { gap, start } = trained(engine, 1000, { learningRate: 0.1, weightDecay: 0.02 });
    for (const [name, values] of Object.entries(start)) {
      const want = values.map((difference) => difference * (1 - 0.1 * 0.02) ** 1000);
      expect(relativeDifference(gap[name], want), name).toBeLessThan(10 * limit);
    }
  });
});

describe.each(engines)('learned feedback that starts at W^T, on engine %s', (engine, limit) => {
  it.each(['clamped', 'relaxing'] as const)('stays there, and is backpropagation, inputs %s', (inputs) => {
    const { rule, network, parameters } = setUp(variantOf({ feedback: 'learned', inputs }), small, 5);
    const simulator = simulatorOf(engine, network, aligned(parameters));
    const whole = relaxationOf({ solver: 'euler', schedule: 'top-down', steps: 1, stepSize: 1 });
    for (let i = 0; i < 100; i++) {
      const batch = randomBatch(network, 3, i);
      if (i % 25 === 0) {
        const exact = backprop(small, asSet(simulator.parameters()), forReference(batch));
        const { gradient } = simulator.relax(batch, { rule, relaxation: whole });
        const got = Object.entries(numbers(gradient)).filter(([name]) => !name.endsWith('.feedback'));
        expect(deviation(Object.fromEntries(got), exact)).toBeLessThan(limit);
      }
      simulator.train(batch, { rule, relaxation: whole, learningRate: 0.1, weightDecay: 0.01 });
    }
    // The same numbers in another order of sums, so not bit for bit.
    for (const [name, gap] of Object.entries(gaps(network, simulator.parameters()))) {
      expect(Math.max(...gap.map(Math.abs)), name).toBeLessThan(limit);
    }
    simulator.dispose();
  });
});

describe.each(engines)('one unit after the other, on engine %s', (engine, limit) => {
  // Every step of size 1 settles at least the nodes all of whose children are settled.
  it('leads to the gradient of backpropagation in every order', () => {
    const shapes = [
      'skip connection',
      'two inputs, two outputs, one of them with children',
      'five hidden layers',
    ];
    const anyOrder = fc.integer({ min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(fc.constantFrom(...shapes), anyOrder, (shape, seed) => {
        const { rule, network, parameters } = setUp(variantOf(), networks[shape], 7);
        const batch = randomBatch(network, 2, 8);
        const steps = Object.keys(network.nodes).length;
        const way = relaxationOf({ schedule: 'asynchronous', steps, stepSize: 1, seed });
        const simulator = simulatorOf(engine, network, parameters);
        const { gradient } = simulator.relax(batch, { rule, relaxation: way });
        simulator.dispose();
        const exact = backprop(networks[shape], asSet(parameters), forReference(batch));
        expect(deviation(numbers(gradient), exact, 1e-6)).toBeLessThan(limit);
      }),
      { numRuns: 40 },
    );
  });

  it('small steps too, and another seed is another way there', () => {
    const network = parseNetwork(networks['skip connection']);
    const { parameters } = setUp(variantOf(), networks['skip connection'], 7);
    const batch = randomBatch(network, 2, 8);
    const exact = backprop(networks['skip connection'], asSet(parameters), forReference(batch));
    const simulator = simulatorOf(engine, network, parameters);
    const gradientAfter = (steps: number, seed: number) =>
      simulator.relax(batch, {
        rule: rules.ar,
        relaxation: relaxationOf({ schedule: 'asynchronous', steps, stepSize: 0.3, seed }),
      }).gradient;
    for (const seed of [1, 2])
      expect(deviation(numbers(gradientAfter(120, seed)), exact)).toBeLessThan(limit);
    expect(deviation(numbers(gradientAfter(3, 1)), numbers(gradientAfter(3, 2)))).toBeGreaterThan(1e-3);
    expect(gradientAfter(3, 1)).toEqual(gradientAfter(3, 1));
    simulator.dispose();
  });
});

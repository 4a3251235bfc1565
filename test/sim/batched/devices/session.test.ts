import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphNetwork } from '../../../../bench/batched/graphs-problems.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { paperNetwork } from '../../../../src/network/presets/paper.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import { usePatience } from '../../../../src/sim/batched/devices/native/session/install.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { tfjs } from '../../../../src/sim/batched/tfjs.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { rules } from '../../../../src/sim/rules.js';
import { optimiser } from '../../../../src/synapses/optimiser.js';
import { adam } from '../../../../src/synapses/optimisers/adam.js';
import { randomBatch } from '../../../agreement/problems.js';
import { loading } from '../../../backends.js';
import { graphs } from '../../../graphs/networks.js';
import { graphProblem } from '../../../graphs/problem.js';

const never = Infinity;
const atOnce = 0;

/** Sessions that TensorFlow has now. */
const sessions = (): number =>
  (tf.backend() as unknown as { binding: { getNumOfSavedModels(): number } }).binding.getNumOfSavedModels();

const graphFolders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('relaxon-graph-'));

/** What some minibatches leave, of several sizes, and what a relaxation then tells. */
function course(description: unknown, presentation: object): unknown {
  const { network, parameters } = graphProblem(description);
  const simulator = new BatchedSimulator(network, parameters, tfjs);
  const how = { rule: rules.ar, relaxation: relaxationOf({}), learningRate: 0.05, ...presentation };
  const losses = [17, 3, 1].map((size, k) => simulator.train(randomBatch(network, size, k), how).loss);
  const { activity, course } = simulator.relax(randomBatch(network, 2, 9), { ...how, record: [2] });
  const left = { losses, parameters: simulator.parameters(), activity, course };
  simulator.dispose();
  return left;
}

describe.runIf(loading.includes('tfjs-node'))('operations that are put off on tfjs-node', () => {
  beforeAll(() => startBackend('tfjs-node'));
  afterAll(() => usePatience(never));

  const chain = {
    input: [9],
    layers: [
      { type: 'dense', units: 130, activation: 'tanh' },
      { type: 'dense', units: 61, activation: 'relu' },
      { type: 'dense', units: 5 },
    ],
    loss: 'cross-entropy',
  };
  const single = {
    input: [1],
    layers: [
      { type: 'dense', units: 33, activation: 'relu' },
      { type: 'dense', units: 1, activation: 'relu' },
      { type: 'dense', units: 17, activation: 'tanh' },
      { type: 'dense', units: 1 },
    ],
    loss: 'mse',
  };
  const euler = { relaxation: relaxationOf({ solver: 'euler', steps: 4, stepSize: 0.2 }) };
  const cases: readonly (readonly [string, unknown, object])[] = [
    ...Object.entries(graphs).map(([name, graph]) => [`ar, ${name}`, graph, {}] as const),
    ['ar by steps, a chain', chain, euler],
    ['ar, units by themselves', single, {}],
    ['pc by steps, units by themselves', single, { rule: rules.pc, ...euler }],
    ['bp with adam, a chain', chain, { rule: rules.bp, optimiser: optimiser(adam) }],
    ['pc by steps, a chain', chain, { rule: rules.pc, ...euler }],
    ['ep, a chain', chain, { rule: rules.ep }],
  ];

  it.each(cases)('give the same bits in a session as one by one: %s', (_, description, presentation) => {
    usePatience(never);
    const oneByOne = course(description, presentation);
    expect(sessions()).toBe(0);
    usePatience(atOnce);
    const inSessions = course(description, presentation);
    expect(sessions()).toBeGreaterThan(0);
    expect(inSessions).toStrictEqual(oneByOne);
  });

  it('of a minibatch are one session, made when it has come often enough, whatever its size', () => {
    usePatience(2);
    const network = parseNetwork(paperNetwork);
    const { parameters } = graphProblem(paperNetwork);
    const simulator = new BatchedSimulator(network, parameters, tfjs);
    const train = (size: number) =>
      simulator.train(randomBatch(network, size, size), {
        ...{ rule: rules.ar, relaxation: relaxationOf({}), learningRate: 0.01 },
      });
    const after = [4, 5, 6, 7].map((size) => {
      train(size);
      return sessions();
    });
    expect(after).toEqual([0, 0, 1, 1]);
    simulator.dispose();
    expect(graphFolders()).toEqual([]);
  });

  it.each(['cnn', 'lstm', 'transformer'] as const)(
    'of a minibatch are one session, none is by itself: %s',
    (name) => {
      usePatience(atOnce);
      const network = graphNetwork(name);
      const simulator = new BatchedSimulator(network, initialParameters(network, 1), tfjs);
      for (const [k, rule] of ([rules.bp, rules.ar] as const).entries()) {
        const how = { rule, relaxation: relaxationOf({}), learningRate: 0.01 };
        for (const size of [2, 3]) simulator.train(randomBatch(network, size, size), how);
        expect(sessions()).toBe(k + 1);
      }
      simulator.dispose();
    },
  );

  it('leave nothing behind, and no more sessions than are kept', () => {
    usePatience(atOnce);
    const before = tfjs.live();
    for (let length = 1; length <= 70; length++) {
      const values = tfjs.scope(() => {
        let x = tfjs.upload([1, 2], [1, 2]);
        for (let k = 0; k < length; k++) x = tfjs.add(x, x);
        return x;
      });
      expect([...tfjs.read(values)]).toEqual([2 ** length, 2 * 2 ** length]);
      tfjs.free([values]);
    }
    expect(sessions()).toBe(64);
    expect(tfjs.live()).toBe(before);
    usePatience(never);
    expect(sessions()).toBe(0);
  });

  it('are there when their scope has ended: what was read within it, what it gives, and what was read again', () => {
    for (const patience of [never, atOnce]) {
      usePatience(patience);
      let read: Float32Array | undefined;
      const made = tfjs.scope(() => {
        const inner = tfjs.scope(() => tfjs.exp(tfjs.upload([0, 0], [1, 2])));
        read = tfjs.read(inner);
        return tfjs.add(inner, inner);
      });
      expect([...read!]).toEqual([1, 1]);
      expect([...tfjs.read(made)]).toEqual([2, 2]);
      tfjs.free([made]);
    }
  });

  it('of a scope that fails are forgotten, and the next goes on', () => {
    for (const patience of [never, atOnce]) {
      usePatience(patience);
      const before = tfjs.live();
      const x = tfjs.upload([1, 2], [1, 2]);
      expect(() =>
        tfjs.scope(() => {
          tfjs.exp(x);
          throw new Error('no');
        }),
      ).toThrow('no');
      const sum = tfjs.scope(() => tfjs.add(x, x));
      expect([...tfjs.read(sum)]).toEqual([2, 4]);
      tfjs.free([x, sum]);
      expect(tfjs.live()).toBe(before);
    }
  });

  it('run one by one where there is no room for a graph', () => {
    const { TMPDIR } = process.env;
    process.env.TMPDIR = '/nowhere/at/all';
    try {
      usePatience(atOnce);
      const sum = tfjs.scope(() => tfjs.exp(tfjs.upload([0], [1, 1])));
      expect([...tfjs.read(sum)]).toEqual([1]);
      expect(sessions()).toBe(0);
      tfjs.free([sum]);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import type { Formula, Names } from '../../../../src/rules/rule.js';
import { startBackend } from '../../../../src/sim/batched/backend.js';
import type { Device } from '../../../../src/sim/batched/device.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { isRepeatable } from '../../../../src/sim/batched/phases/repeatable.js';
import { type Held, tfjs } from '../../../../src/sim/batched/tfjs.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { Rule } from '../../../../src/sim/rule.js';
import { rules } from '../../../../src/sim/rules.js';
import { phasesOf } from '../../../../src/sim/traits.js';
import { optimiser } from '../../../../src/synapses/optimiser.js';
import { adam } from '../../../../src/synapses/optimisers/adam.js';
import { momentum } from '../../../../src/synapses/optimisers/momentum.js';
import { randomBatch } from '../../../agreement/problems.js';
import { loading } from '../../../backends.js';
import { graphs } from '../../../graphs/networks.js';

/** The device, and how often formulas have asked it for a product or a number times a tensor. */
function watched(repeats: boolean): { device: Device<Held>; asked(): number } {
  let asked = 0;
  const watching = ({ again, deferring, ...device }: Device<Held>): Device<Held> => ({
    ...device,
    ...(repeats && again && { again }),
    ...(deferring && { deferring: watching(deferring) }),
    mul: (a, b) => {
      asked++;
      return device.mul(a, b);
    },
    matMul: (a, b) => {
      asked++;
      return device.matMul(a, b);
    },
    affine: (a, factor, offset) => {
      asked++;
      return device.affine(a, factor, offset);
    },
  });
  return { device: watching(tfjs), asked: () => asked };
}

/** Sizes of minibatches: the third of a size is the first that can be done as before. */
const sizes = [7, 7, 7, 3, 7, 3, 3];

/** What minibatches leave, and how much was asked for in each. */
function course(description: unknown, given: object, repeats: boolean) {
  const network = parseNetwork(description);
  const how = { rule: rules.ar as Rule, relaxation: relaxationOf({}), learningRate: 0.05, ...given };
  const { device, asked } = watched(repeats);
  const simulator = new BatchedSimulator(network, initialParameters(network, 3, pathwayOf(how.rule)), device);
  const told: unknown[] = [];
  const counts = sizes.map((size, k) => {
    const before = asked();
    told.push(simulator.train(randomBatch(network, size, k), { ...how, updates: k }));
    return asked() - before;
  });
  const left = { told, parameters: simulator.parameters(), state: simulator.optimiserState() };
  simulator.dispose();
  return { left, counts };
}

const chain = {
  input: [9],
  layers: [
    { type: 'dense', units: 13, activation: 'tanh' },
    { type: 'dense', units: 6, activation: 'relu' },
    { type: 'dense', units: 3 },
  ],
  loss: 'cross-entropy',
};

const repeating = loading.filter((name) => name !== 'cpu');

describe.each(repeating)('minibatches like others before, on %s', (backend) => {
  beforeAll(async () => {
    await startBackend(backend);
  });

  const euler = { relaxation: relaxationOf({ solver: 'euler', steps: 6 }) };
  const rulesByName: readonly (readonly [string, object])[] = [
    ...(['ar', 'bp', 'pc', 'ep', 'chl', 'fa', 'dfa'] as const).map(
      (name) => [name, { rule: rules[name] }] as const,
    ),
    ['ar by steps', euler],
    ['pc by steps', { rule: rules.pc, ...euler }],
    ['ar with rates of nodes and decay', { nodeLearningRates: { '*.bias': 0.1 }, weightDecay: 0.01 }],
  ];

  it.each([
    ...Object.entries(graphs).map(([name, graph]) => [`ar, ${name}`, graph, {}] as const),
    ...rulesByName.map(([name, given]) => [name, chain, given] as const),
  ])('leave the same bits, and nobody is asked: %s', (_, description, given) => {
    const before = tfjs.live();
    const asked = course(description, given, false);
    const repeated = course(description, given, true);
    expect(repeated.left).toStrictEqual(asked.left);
    const [first, second, third, small, fifth, , last] = repeated.counts;
    expect([first, second, small].every((count) => count > 0)).toBe(true);
    expect([fifth, last]).toEqual([0, 0]);
    // Weights may come to lie in another order than they were uploaded in.
    if (backend !== 'wasm') expect(third).toBe(0);
    expect(tfjs.live()).toBe(before);
  });

  it.each([
    ['adam', { optimiser: optimiser(adam) }],
    ['momentum, clipped by norm', { optimiser: optimiser(momentum), clipNorm: 0.3 }],
  ])('leave the same bits under %s, which alone is asked', (_, given) => {
    const asked = course(chain, given, false);
    const repeated = course(chain, given, true);
    expect(repeated.left).toStrictEqual(asked.left);
    expect(repeated.counts[2]).toBeGreaterThan(0);
    expect(repeated.counts[2]).toBeLessThan(asked.counts[2]);
  });

  it('may give one result two names: it is there once', () => {
    const owner = {};
    const before = tfjs.live();
    let asked = 0;
    const turns = [1, 2, 3, 4, 5].map((n) => {
      const x = tfjs.upload([n, 2, 3], [1, 3]);
      const work = () => {
        asked++;
        const square = tfjs.mul(x, x);
        return { one: { x, square }, other: { square, cube: tfjs.mul(square, x) } };
      };
      const { one, other } = tfjs.scope(() => tfjs.again!(owner, 'twice', [x], work));
      expect(one.x).toBe(x);
      expect(other.square).toBe(one.square);
      const read = [one.square, other.cube].map((held) => [...tfjs.read(held)]);
      tfjs.free([x, one.square, other.square, other.cube]);
      // What is freed twice would be given to two.
      const [a, b] = [1, 2].map((all) => tfjs.upload([all, all, all], [1, 3]));
      const apart = [a, b].map((held) => tfjs.read(held)[0]);
      tfjs.free([a, b]);
      return { read, apart };
    });
    expect(turns.map(({ read }) => read)).toEqual(
      [1, 2, 3, 4, 5].map((n) => [
        [n ** 2, 4, 9],
        [n ** 3, 8, 27],
      ]),
    );
    expect(turns.map(({ apart }) => apart)).toEqual(turns.map(() => [1, 2]));
    expect(asked).toBe(2);
    expect(tfjs.live()).toBe(before);
  });

  it('may give a result and its transpose, which are freed as one', () => {
    const owner = {};
    const before = tfjs.live();
    const answers = [1, 2, 3, 4].map((n) => {
      const x = tfjs.upload([n, 2, 3, 4, 5, 6], [2, 3]);
      const { made } = tfjs.scope(() =>
        tfjs.again!(owner, 'transposed', [x], () => {
          const square = tfjs.mul(x, x);
          return { made: { square, turned: tfjs.transpose(square) } };
        }),
      );
      const read = [made.square, made.turned].map((held) => [...tfjs.read(held)]);
      tfjs.free([x, made.square, made.turned]);
      return read;
    });
    expect(answers).toEqual(
      [1, 2, 3, 4].map((n) => [
        [n * n, 4, 9, 16, 25, 36],
        [n * n, 16, 4, 25, 9, 36],
      ]),
    );
    expect(tfjs.live()).toBe(before);
  });

  it('are others at another rate', () => {
    const network = parseNetwork(chain);
    const [one, other] = [true, false].map((repeats) => {
      const { device } = watched(repeats);
      const simulator = new BatchedSimulator(network, initialParameters(network, 1), device);
      for (const [k, learningRate] of [0.1, 0.1, 0.1, 0.2, 0.1, 0.2, 0.2, 0.1].entries()) {
        const how = { rule: rules.ar, relaxation: relaxationOf({}), learningRate };
        simulator.train(randomBatch(network, 4, k), how);
      }
      const left = simulator.parameters();
      simulator.dispose();
      return left;
    });
    expect(one).toStrictEqual(other);
  });
});

describe('a rule', () => {
  const says = (formula: Formula<Names>) => {
    const rule = phasesOf(rules.pc);
    const [first, ...rest] = rule.phases;
    const begins = [{ kind: 'set', who: 'nodes', values: { [rule.answer.state]: formula } }];
    return { ...rule, phases: [{ ...first, begins }, ...rest] } as unknown as typeof rule;
  };

  it.each([
    ['that is told which update it is', (m, n, { update }) => m.add(n.bias, update)],
    [
      'that is told the step, and the update at a later one',
      (m, n, told) => m.add(n.bias, told.step > 3 ? told.update : 0),
    ],
    ['that draws', (m, n, { draw }) => m.add(n.bias, draw)],
    ['with noise of its own', (m, n, told) => m.add(n.bias, n.noise(told))],
    [
      'that is another each time',
      (() => {
        let times = 0;
        return (m, n) => m.add(n.bias, times++);
      })(),
    ],
  ] as readonly (readonly [string, Formula<Names>])[])(
    '%s has its formulas asked each time',
    (_, formula) => {
      expect(isRepeatable(says((_m, n) => n.bias))).toBe(true);
      expect(isRepeatable(says(formula))).toBe(false);
    },
  );
});

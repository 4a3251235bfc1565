import { describe, expect, it } from 'vitest';
import { randomBatch } from '../../../../src/lab/agreement.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { type WayName, ways } from '../../../../src/sim/events/live/ways.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import { arVariant } from '../../../../src/sim/rules/ar.js';
import { variantOf } from '../../../../src/sim/variant.js';
import { deviation } from '../../../reference/index.js';
import { exact } from '../../batched/phases/exact.js';
import { numbersOf } from '../../batched/problem.js';

const network = parseNetwork({
  input: [4],
  layers: [
    { type: 'dense', units: 5, activation: 'relu' },
    { type: 'dense', units: 4, activation: 'tanh' },
    { type: 'dense', units: 3, activation: 'relu' },
    { type: 'dense', units: 2, activation: 'linear' },
  ],
  loss: 'mse',
  init: { weight: { type: 'normal', sd: 0.6 } },
});
const batch = randomBatch(network, 2, 4);
const rule = arVariant(
  variantOf({
    feedback: 'transpose,layers.1=random,layers.3=learned',
    derivative: 'frozen,layers.2=none',
    updateDerivative: 'none,layers.1=frozen',
  }),
);
const parameters = initialParameters(network, 3, pathwayOf(rule));

const grains = ['synapse', 'arbor'] as const;

describe.each(grains)('choices of nodes in continuous time, grain %s', (grain) => {
  const events = (given: object) => {
    const simulator = new EventSimulator(network, parameters, { grain });
    return simulator.relax(batch, { rule, relaxation: relaxationOf(given) });
  };
  const whole = (given: object) =>
    new BatchedSimulator(network, parameters, exact).relax(batch, { rule, relaxation: relaxationOf(given) });

  it('trajectories are the closed form of whole layers', () => {
    const got = events({ duration: 3 });
    const wanted = whole({ duration: 3 });
    expect(deviation(numbersOf(got.gradient), numbersOf(wanted.gradient), 0.05)).toBeLessThan(1e-12);
    expect(deviation(numbersOf(got.activity), numbersOf(wanted.activity), 0.05)).toBeLessThan(1e-12);
  });

  it('threshold messages settle near equilibrium', () => {
    const got = events({ messages: 'threshold', quantum: 0.002, duration: 20 });
    const wanted = whole({ solver: 'equilibrium' });
    expect(deviation(numbersOf(got.gradient), numbersOf(wanted.gradient), 0.05)).toBeLessThan(0.02);
  });
});

/** The same twice: once for all nodes, and node by node. */
const twice = [
  { feedback: 'learned', derivative: 'frozen', updateDerivative: 'none' },
  {
    feedback: 'random,dense=learned',
    derivative: 'none,layers.0=frozen,dense=frozen',
    updateDerivative: { default: 'frozen', dense: 'none', 'layers.3': 'none' },
  },
] as const;

it.each(Object.keys(ways) as WayName[])('a stream lived by %s has the choices of its nodes', (way) => {
  const [one, other] = twice.map((choices) => {
    const chosen = { ...arVariant(variantOf(choices)), choices: [] };
    const simulator = new LiveSimulator(network, initialParameters(network, 3, pathwayOf(chosen)), {
      ...{ way, rule: chosen, learningRate: 0.05 },
    });
    for (let k = 0; k < 3; k++) {
      const { inputs, targets } = randomBatch(network, 1, 30 + k);
      const values = (set: typeof inputs) =>
        Object.fromEntries(Object.entries(set).map(([name, { data }]) => [name, Array.from(data)]));
      simulator.present({ time: 20 * k, inputs: values(inputs) });
      simulator.present({ time: 20 * k + 1, targets: values(targets) });
    }
    simulator.runThrough(60);
    return numbersOf(simulator.parameters());
  });
  expect(other).toEqual(one);
  const first = numbersOf(initialParameters(network, 3, pathwayOf(arVariant(variantOf(twice[0])))));
  expect(one['layers.3.feedback']).not.toEqual(first['layers.3.feedback']);
});

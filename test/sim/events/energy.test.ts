import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RandomStream } from '../../../src/math/random.js';
import { Wires } from '../../../src/messages/wires.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../src/sim/events/options.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { variantOf } from '../../../src/sim/variant.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';

const layer = (units: number) => ({ type: 'dense', units, activation: 'tanh' });
// 2 inputs, 3 and 2 hidden neurons, 1 output: 6 + 6 + 2 synapses, of which 6 + 2 are between neurons that can say feedback.
const small = parseNetwork({ input: [2], layers: [layer(3), layer(2), layer(1)], loss: 'mse' });
const parameters = initialParameters(small, 1);
const rule = rules.ar;
const grains = ['synapse', 'arbor'] as const;

// The sweep: 2 inputs, 3 and 2 neurons speak once, to 3, 2 and 1 neurons. Teaching: every neuron its own synapses.
const sweep = { messages: 2 + 3 + 2, operations: 2 * 3 + 3 * 2 + 2 * 1 };
const teaching = { messages: 3 + 2 + 1, operations: 3 * 2 + 2 * 3 + 1 * 2 };

describe.each(grains)('what a presentation costs, grain %s', (grain) => {
  const cost = (relaxation: Relaxation, options: EventOptions = {}, samples = 1, chosen = rule) => {
    const simulator = new EventSimulator(small, parameters, { grain, ...options });
    const batch = randomBatch(small, samples, 1);
    const { energy, messages } = simulator.relax(batch, { rule: chosen, relaxation });
    expect(messages).toBe(energy!.messages.down);
    return energy!;
  };
  const expected = (
    [messages, operations]: [number, number],
    up: { messages: number; operations: number } = sweep,
  ) => ({
    messages: { up: up.messages, down: messages, teaching: teaching.messages },
    operations: { up: up.operations, down: operations, teaching: teaching.operations },
  });
  const delays = { 'layers.1': 0.5, 'layers.2': 0.25 };

  // The output says its error once, to 2 synapses; both neurons below it what they are, then after each step, to 3.
  const steps = relaxationOf({ steps: 4, stepSize: 0.5 });
  it('of steps', () => {
    expect(cost(steps)).toEqual(expected([1 + 2 * 5, 1 * 2 + 2 * 5 * 3]));
    expect(cost(steps, { delays })).toEqual(cost(steps));
  });

  it('of several samples is the sum', () => {
    const { messages, operations } = cost(steps, {}, 3);
    expect(messages).toEqual({ up: 3 * 7, down: 3 * 11, teaching: 3 * 6 });
    expect(operations).toEqual({ up: 3 * 14, down: 3 * 32, teaching: 3 * 14 });
  });

  it('of trajectories: once each; twice where a neuron hears more later', () => {
    const relaxation = relaxationOf({ duration: 5 });
    expect(cost(relaxation)).toEqual(expected([3, 1 * 2 + 2 * 3]));
    expect(cost(relaxation, { delays })).toEqual(expected([5, 1 * 2 + 4 * 3]));
    // Over before the output is heard.
    expect(cost(relaxationOf({ duration: 0.2 }), { delays })).toEqual(expected([3, 1 * 2 + 2 * 3]));
  });

  it('of threshold messages: what is first said, and no more if nobody moves by so much', () => {
    const relaxation = relaxationOf({ messages: 'threshold', quantum: 1e6 });
    expect(cost(relaxation)).toEqual(expected([3, 8]));
    const finer = cost(relaxationOf({ messages: 'threshold', quantum: 1e-3 }));
    expect(finer.messages.down).toBeGreaterThan(3);
    // The output speaks once, to 2 synapses; whoever else speaks has 3.
    expect(finer.operations.down).toBe(2 + 3 * (finer.messages.down - 1));
  });

  it('of zeros is that of anything', () => {
    const simulator = new EventSimulator(small, parameters, { grain });
    const zero = { 'layers.2': { shape: [1, 1], data: new Float64Array(1) } };
    const batch = { size: 1, inputs: { input: { shape: [1, 2], data: new Float64Array(2) } }, targets: zero };
    expect(simulator.relax(batch, { rule, relaxation: steps }).energy).toEqual(cost(steps));
  });

  it('of messages that a wire doubles: each copy is carried, though the second is dropped', () => {
    const { messages, operations } = cost(steps, { wires: { duplicate: 1 } });
    expect(messages).toEqual(cost(steps).messages);
    expect(operations).toEqual({ up: 2 * 14, down: 2 * 32, teaching: 14 });
  });

  it('of a rule whose activities go on being said', () => {
    // The 5 relaxing neurons say where they are at first and after each step; the output repeats its error when it hears.
    const moving = 5 * 5;
    const current = arVariant(variantOf({ derivative: 'current' }));
    const up = { messages: sweep.messages + moving, operations: sweep.operations + 5 * (3 * 2 + 2 * 1) };
    expect(cost(steps, {}, 1, current)).toEqual(expected([5 + 2 * 5, 5 * 2 + 2 * 5 * 3], up));
  });

  it('of a sweep alone, and of training', () => {
    const simulator = new EventSimulator(small, parameters, { grain });
    const batch = randomBatch(small, 2, 1);
    simulator.predict(batch.inputs);
    const none = { down: 0, teaching: 0 };
    expect(simulator.energy).toEqual({ messages: { up: 14, ...none }, operations: { up: 28, ...none } });
    const trained = simulator.train(batch, { rule, relaxation: steps, learningRate: 0.1 });
    expect(trained.energy).toEqual(cost(steps, {}, 2));
  });
});

it('what is counted is what synapses are heard to carry', () => {
  const names = Object.keys(networks);
  const heardAndCounted = (name: string, seed: number, threshold: boolean, late: boolean) => {
    const network = parseNetwork(networks[name]);
    const nodes = Object.keys(network.nodes);
    const delays = Object.fromEntries(nodes.map((node, i) => [node, late ? (i % 3) * 0.4 : 0]));
    return grains.map((grain) => {
      const simulator = new EventSimulator(network, initialParameters(network, seed), { grain, delays });
      const heard: Record<string, number> = {};
      simulator.listen(...nodes.map((node) => `${node}.weight`)).subscribe(({ kind }) => {
        heard[kind] = (heard[kind] ?? 0) + 1;
      });
      const relaxation = relaxationOf(threshold ? { messages: 'threshold', quantum: 0.05 } : { steps: 3 });
      const { energy } = simulator.relax(randomBatch(network, 1, seed), { rule, relaxation });
      return { heard, energy: energy! };
    });
  };
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.integer({ min: 1, max: 99 }),
      fc.boolean(),
      fc.boolean(),
      (...problem) => {
        const [synapse, arbor] = heardAndCounted(...problem);
        expect(arbor).toEqual(synapse);
        const { heard, energy } = synapse;
        expect(energy.operations.up).toBe(heard['up.rate']);
        expect(energy.operations.down).toBe(heard['down.x'] ?? 0);
      },
    ),
    { numRuns: 20 },
  );
});

it('a message that is sent again counts each time, one that is lost for good once', () => {
  const again = (options: object, ...numbers: number[]) => {
    let resent = 0;
    const sendAgain = (_: unknown, times: number) => {
      resent += times;
    };
    const stream = { uniform: () => numbers.shift() ?? Number.NaN } as unknown as RandomStream;
    new Wires(options, stream, 1, { sendAgain }).waits('down');
    return resent;
  };
  // Asked of each message: twice? then of each copy: how much later? lost? and again, until it is not.
  expect(again({ loss: 0.3, retransmit: 2 }, 1, 0, 0.1, 0.2, 0.9)).toBe(2);
  expect(again({ loss: 0.3 }, 1, 0, 0.1)).toBe(0);
  expect(again({ duplicate: 0.5, loss: 0.3, retransmit: 2 }, 0.4, 0, 0.1, 0.9, 0, 0.9)).toBe(2);
});

import { describe, expect, it } from 'vitest';
import type { RandomStream } from '../../../src/math/random.js';
import { randomStream } from '../../../src/math/random.js';
import { EventQueue } from '../../../src/messages/queue.js';
import { type WireOptions, Wires } from '../../../src/messages/wires.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../src/sim/events/options.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { networks } from '../../agreement/networks.js';
import { asSet, forReference, randomBatch } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';
import { backprop, deviation } from '../../reference/index.js';

const rule = rules.ar;

/** A stream that gives the numbers it is told. */
const scripted = (...numbers: number[]): RandomStream =>
  ({ uniform: () => numbers.shift() ?? Number.NaN }) as unknown as RandomStream;

function arrivals(options: WireOptions, messages: number, ...numbers: number[]): [string, number][] {
  const queue = new EventQueue();
  const wires = new Wires(options, scripted(...numbers), 1);
  const heard: [string, number][] = [];
  const send = (i: number) => {
    const number = wires.next('down', 0);
    const run = () => {
      if (wires.takes('down', 0, number)) heard.push([`message ${i}`, queue.now()]);
    };
    for (const wait of wires.waits('down')) queue.at(i + 0.5 + wait, { run });
  };
  for (let i = 0; i < messages; i++) queue.at(i, { run: () => send(i) });
  queue.run();
  return heard;
}

describe('a wire', () => {
  // Each message asks: twice? then for each copy: how much later? lost? (again until it is not).
  it('drops what comes after its successor', () => {
    const jitter = { jitter: 10 };
    expect(arrivals(jitter, 2, 1, 0.9, 1, 1, 0.1, 1)).toEqual([['message 1', 2.5]]);
    expect(arrivals(jitter, 2, 1, 0, 1, 1, 0.1, 1)).toEqual([
      ['message 0', 0.5],
      ['message 1', 2.5],
    ]);
  });

  it('brings a message that comes twice once', () => {
    expect(arrivals({ duplicate: 0.5, jitter: 1 }, 1, 0.4, 0.75, 1, 0.25, 1)).toEqual([['message 0', 0.75]]);
  });

  it('brings a lost message when it comes through, or never', () => {
    const thrice = [1, 0, 0.1, 0.2, 0.9];
    expect(arrivals({ loss: 0.3, retransmit: 2 }, 1, ...thrice)).toEqual([['message 0', 4.5]]);
    expect(arrivals({ loss: 0.3 }, 1, ...thrice)).toEqual([]);
  });
});

const rough: WireOptions = { loss: 0.3, retransmit: 5, duplicate: 0.3, jitter: 10 };

function gradientError(name: string, seed: number, relaxation: Relaxation, options: EventOptions): number {
  const network = parseNetwork(networks[name]);
  const parameters = initialParameters(network, seed);
  const batch = randomBatch(network, 1, seed);
  const stream = randomStream(seed, 'delays');
  const delays = Object.fromEntries(Object.keys(network.nodes).map((n) => [n, () => 50 * stream.uniform()]));
  const simulator = new EventSimulator(network, parameters, { delays, ...options });
  const { gradient } = simulator.relax(batch, { rule, relaxation });
  const got = Object.fromEntries(Object.entries(gradient).map(([key, { data }]) => [key, data]));
  const want = backprop(networks[name], asSet(parameters), forReference(batch));
  return deviation(got, want, 1e-9);
}

const some = ['one unit everywhere', 'skip connection', 'two inputs, two outputs, one of them with children'];

describe('a frozen relaxation over wires that delay, lose, double and reorder messages', () => {
  const ways = {
    trajectories: relaxationOf({ duration: 2000 }),
    'synchronous steps': relaxationOf({ steps: 1600, stepSize: 0.5 }),
    'asynchronous steps': relaxationOf({ steps: 1600, stepSize: 0.5, schedule: 'asynchronous' }),
  };
  it.each(Object.entries(ways))(
    'reaches the gradient by %s, as long as news keeps coming',
    (_, relaxation) => {
      for (const [seed, name] of some.entries()) {
        for (const grain of ['synapse', 'arbor'] as const) {
          const wires = { ...rough, seed: seed + 1 };
          expect(gradientError(name, seed + 1, relaxation, { wires, grain }), name).toBeLessThan(1e-10);
        }
      }
    },
  );

  it('does not reach it where what is lost is lost for good', () => {
    const { retransmit, ...forGood } = rough;
    const relaxation = relaxationOf({ duration: 2000 });
    expect(gradientError('skip connection', 2, relaxation, { wires: forGood })).toBeGreaterThan(0.01);
  });

  it('goes the same way under the same seed, whoever listens, and another under another', () => {
    const network = parseNetwork(networks['skip connection']);
    const parameters = initialParameters(network, 1);
    const batch = randomBatch(network, 2, 1);
    const run = (seed: number, listening = false) => {
      const simulator = new EventSimulator(network, parameters, { wires: { ...rough, seed } });
      if (listening) simulator.listen('h1', 'out.weight').subscribe();
      return simulator.relax(batch, { rule, relaxation: relaxationOf({ duration: 5 }), record: true });
    };
    const first = run(1);
    expect(run(1)).toEqual(first);
    expect(run(1, true)).toEqual(first);
    expect(run(2).course).not.toEqual(first.course);
  });
});

it('the gradient arrives by e^-t sum over k < d of t^k / k!, d layers below the output', () => {
  const layer = { type: 'dense', units: 1, activation: 'linear' };
  const network = parseNetwork({ input: [1], layers: Array(5).fill(layer), loss: 'mse' });
  const parameters = initialParameters(network, 2);
  const batch = randomBatch(network, 1, 3);
  const simulator = new EventSimulator(network, parameters);
  const relaxation = relaxationOf({ duration: 12, stepSize: 1.5, initial: 'zero' });
  const { course } = simulator.relax(batch, { rule, relaxation, record: true });
  const { activity } = simulator.relax(batch, {
    rule,
    relaxation: relaxationOf({ solver: 'equilibrium' }),
  });
  for (const [k, frame] of course.entries()) {
    const t = 1.5 * k;
    for (const d of [1, 2, 3, 4]) {
      const node = `layers.${4 - d}`;
      let term = Math.exp(-t);
      let left = 0;
      for (let m = 0; m < d; m++) {
        left += term;
        term *= t / (m + 1);
      }
      const share = 1 - frame[node].data[0] / activity[node].data[0];
      expect(share).toBeCloseTo(left, 12);
    }
  }
});

it('wires that cannot be are refused', () => {
  const network = parseNetwork(networks['skip connection']);
  const make = (wires: WireOptions) =>
    refusal(() => new EventSimulator(network, initialParameters(network, 1), { wires }));
  expect(make({ loss: 1 })).toBe('wires.loss: got 1, expected a probability of at least 0 and below 1.');
  expect(make({ duplicate: 1.5 })).toContain('wires.duplicate: got 1.5');
  expect(make({ jitter: -1 })).toContain('wires.jitter: got -1');
  expect(make({ retransmit: 0 })).toContain('wires.retransmit: got 0');
});

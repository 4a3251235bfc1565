import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Trajectory, toldFrom, valueAt } from '../../../src/math/trajectory.js';
import type { Message } from '../../../src/messages/message.js';
import { layOut } from '../../../src/network/layout.js';
import { initialParameters, matrix } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { relativeDifference } from '../../../src/sim/tolerance.js';
import { variantOf } from '../../../src/sim/variant.js';
import { networks } from '../../agreement/networks.js';
import { asSet, forReference, randomBatch } from '../../agreement/problems.js';
import { leakyIntegral } from '../../neurons/leaky-integral.js';
import { closedFormAt, continuous, type Description, relax } from '../../reference/index.js';

const chain = (hidden: number, units: number): Description => ({
  input: [4],
  layers: [
    ...Array.from({ length: hidden }, () => ({ type: 'dense', units, activation: 'tanh' })),
    { type: 'dense', units: 2, activation: 'linear' },
  ],
  loss: 'mse',
});
const described: Record<string, Description> = { ...networks, 'narrow chain of 10 hidden': chain(10, 2) };
delete described['odd sizes, cross-entropy'];

function run(description: Description, relaxation: Partial<Relaxation>, delays = {}, record = false) {
  const network = parseNetwork(description);
  const parameters = initialParameters(network, 8);
  const batch = randomBatch(network, 2, 9);
  const simulator = new EventSimulator(network, parameters, { delays });
  const presentation = { rule: rules.ar, relaxation: relaxationOf(relaxation), record };
  const messages: Message[] = [];
  simulator.listen(...Object.keys(network.nodes)).subscribe((message) => messages.push(message));
  const relaxed = simulator.relax(batch, presentation);
  return { relaxed, messages, network, parameters: asSet(parameters), batch: forReference(batch) };
}

describe('a trajectory', () => {
  it('by hand: from 3, leaking to a drive of 1 that itself leaks by 2 e^-s', () => {
    // x' = -x + 1 + 2 e^-s from 3: x = 1 + 2 e^-s + 2 s e^-s.
    const x = leakyIntegral(3, { origin: 5, constant: 1, terms: [2] });
    expect(x).toEqual({ origin: 5, constant: 1, terms: [2, 2] });
    expect(valueAt(x, 5)).toBe(3);
    expect(valueAt(x, 7)).toBeCloseTo(1 + 2 * Math.exp(-2) + 4 * Math.exp(-2), 14);
  });

  const any = fc.record({
    origin: fc.double({ min: -5, max: 5, noNaN: true }),
    constant: fc.double({ min: -3, max: 3, noNaN: true }),
    terms: fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { maxLength: 7 }),
  });
  const span = fc.double({ min: 0, max: 20, noNaN: true });

  it('told from a later time is the same future', () => {
    fc.assert(
      fc.property(any, span, span, (x: Trajectory, wait, more) => {
        const later = toldFrom(x, x.origin + wait);
        expect(valueAt(later, x.origin + wait + more)).toBeCloseTo(valueAt(x, x.origin + wait + more), 10);
      }),
    );
  });

  it('satisfies its differential equation', () => {
    fc.assert(
      fc.property(any, span, (drive: Trajectory, s) => {
        const x = leakyIntegral(1.5, drive);
        const time = drive.origin + s + 0.01;
        const slope = (valueAt(x, time + 1e-5) - valueAt(x, time - 1e-5)) / 2e-5;
        expect(slope).toBeCloseTo(valueAt(drive, time) - valueAt(x, time), 6);
      }),
    );
  });
});

describe.each(Object.keys(described))('trajectory messages: %s', (name) => {
  const description = described[name];

  it('are the matrix exponential at every time asked, to 1e-10', () => {
    const { relaxed, parameters, batch } = run(description, { duration: 3, stepSize: 0.75 }, {}, true);
    expect(relaxed.course).toHaveLength(5);
    for (const [k, frame] of relaxed.course.entries()) {
      const want = continuous(description, parameters, batch, { time: 0.75 * k });
      for (const [node, { data }] of Object.entries(frame)) {
        expect(relativeDifference(data, want.activity[node].flat()), `${node} at ${0.75 * k}`).toBeLessThan(
          1e-10,
        );
      }
    }
  });

  it('are one for each neuron and sample', () => {
    const { messages, network } = run(description, { duration: 50 });
    const counts = new Map<string, number>();
    for (const { kind, source } of messages) {
      if (kind === 'down.x') counts.set(source, (counts.get(source) ?? 0) + 1);
    }
    // Where somebody hears it.
    const { inputs, nodes } = layOut(network);
    const stays = (name: string) => inputs.some((input) => input.name === name);
    const heard = nodes.filter(({ parents }) => parents.some(({ name }) => !stays(name)));
    expect(counts.size).toBe(heard.reduce((sum, { size }) => sum + size, 0));
    expect([...new Set(counts.values())]).toEqual(heard.length > 0 ? [2] : []);
  });

  it('are where Euler steps tend to, in proportion to the step', () => {
    const { relaxed, parameters, batch } = run(description, { duration: 2 });
    const errors = [0.02, 0.01].map((stepSize) => {
      const steps = Math.round(2 / stepSize);
      const { activity } = relax(description, parameters, batch, {
        steps,
        stepSize,
        schedule: 'synchronous',
      });
      const nodes = Object.entries(relaxed.activity);
      return Math.max(...nodes.map(([node, { data }]) => relativeDifference(data, activity[node].flat())));
    });
    // A network without hidden nodes has nothing that moves.
    if (errors[1] > 0) expect(errors[0] / errors[1]).toBeGreaterThan(1.8);
    if (errors[1] > 0) expect(errors[0] / errors[1]).toBeLessThan(2.2);
  });

  it('from zero too, and gradients follow', () => {
    const { relaxed, parameters, batch } = run(description, { duration: 1.5, initial: 'zero' });
    const want = continuous(description, parameters, batch, { time: 1.5, initial: 'zero' });
    for (const [key, { data }] of Object.entries(relaxed.gradient)) {
      expect(relativeDifference(data, want.gradient[key]), key).toBeLessThan(1e-10);
    }
  });
});

describe('trajectory messages', () => {
  it('stay exact to 1e-12 through 60 layers', () => {
    const deep = chain(60, 3);
    for (const duration of [1, 40, 120]) {
      const { relaxed, parameters, batch } = run(deep, { duration });
      const want = closedFormAt(deep, parameters, batch, { time: duration });
      for (const node of ['layers.0', 'layers.30', 'layers.59']) {
        const got = relaxed.activity[node].data;
        expect(relativeDifference(got, want.activity[node].flat()), `${node} at ${duration}`).toBeLessThan(
          1e-12,
        );
      }
    }
  });

  it('with delays, begin a new segment at each arrival, and reach the same gradients', () => {
    const description = networks['skip connection'];
    const delays = { h1: 0.4, h2: (post: number, pre: number) => 0.3 + 0.05 * post + 0.01 * pre, out: 1.2 };
    const slow = run(description, { duration: 60 }, delays);
    const settled = run(description, { solver: 'equilibrium' });
    for (const [key, { data }] of Object.entries(settled.relaxed.gradient)) {
      expect(relativeDifference(slow.relaxed.gradient[key].data, data), key).toBeLessThan(1e-12);
    }
    const said = slow.messages.filter(({ kind, source }) => kind === 'down.x' && source === 'h2[0]');
    // Of two samples, before it hears anything and when it does.
    expect(said).toHaveLength(2 * 2);
  });

  it('with a delay, by hand: the neuron leaks alone until the first message arrives', () => {
    const network = parseNetwork({
      input: [1],
      layers: [
        { type: 'dense', units: 1 },
        { type: 'dense', units: 1 },
      ],
    });
    const parameters = {
      'layers.0.weight': matrix([[2]]),
      'layers.0.bias': { shape: [1], data: Float64Array.of(0) },
      'layers.1.weight': matrix([[0.5]]),
      'layers.1.bias': { shape: [1], data: Float64Array.of(0) },
    };
    // Forward 2, then 1; target 0: error 1; drive 0.5 from 0.75 tau on.
    const batch = { size: 1, inputs: { input: matrix([[1]]) }, targets: { 'layers.1': matrix([[0]]) } };
    const simulator = new EventSimulator(network, parameters, { delays: { 'layers.1': 0.75 } });
    const relaxation = relaxationOf({ duration: 2, stepSize: 0.5 });
    const { course } = simulator.relax(batch, { rule: rules.ar, relaxation, record: true });
    const x = course.map((frame) => frame['layers.0'].data[0]);
    const driven = (t: number) => 0.5 + (2 * Math.exp(-0.75) - 0.5) * Math.exp(-(t - 0.75));
    const want = [2, 2 * Math.exp(-0.5), driven(1), driven(1.5), driven(2)];
    for (const [k, value] of want.entries()) expect(x[k]).toBeCloseTo(value, 14);
  });

  it('refuse a relaxation that is not linear', () => {
    const network = parseNetwork(networks['no hidden layer']);
    const simulator = new EventSimulator(network, initialParameters(network, 1));
    const rule = arVariant(variantOf({ plasticity: 'continuous' }));
    expect(() =>
      simulator.relax(randomBatch(network, 1, 1), { rule, relaxation: relaxationOf({ duration: 1 }) }),
    ).toThrow('EventSimulator.duration with rule ar, plasticity continuous: got');
  });
});

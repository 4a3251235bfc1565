import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import { networks } from '../../agreement/networks.js';
import { asRows, asSet, forReference } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';
import { twoHidden } from '../../reference/by-hand.js';
import { backprop, continuous, deviation, equilibrium } from '../../reference/index.js';
import { problemOf } from '../batched/problem.js';
import { bounds, expectWithin, setUp } from './bounds.js';

const rule = rules.ar;
const threshold = (quantum: number, more = {}) => relaxationOf({ messages: 'threshold', quantum, ...more });
const grains = ['synapse', 'arbor'] as const;
describe('threshold messages', () => {
  it('come when the activity has moved by a quantum, as worked out by hand', () => {
    // u = 1: a relaxes from 2 to 3 b, b from 4 to 1; out says its error 2, and never moves.
    const { network, parameters, batch } = problemOf(twoHidden);
    const simulator = new EventSimulator(network, parameters);
    const heard: Message[] = [];
    simulator.listen('b').subscribe((message) => {
      if (message.kind === 'down.x') heard.push(message);
    });
    const { activity, messages } = simulator.relax(batch, { rule, relaxation: threshold(1) });
    // b = 1 + 3 e^-t is at 3 after log(3/2), at 2 after log 3; below 2 it would have to reach 1, which it never does.
    expect(heard.map(({ value }) => value)).toEqual([4, expect.closeTo(3, 12), expect.closeTo(2, 12)]);
    expect(heard.map(({ time }) => time)).toEqual([
      0,
      expect.closeTo(Math.log(3 / 2), 14),
      expect.closeTo(Math.log(3), 14),
    ]);
    // a goes where the last it heard leads: 3 times 2. Nobody hears a, and out spoke once.
    expect([activity.b.data[0], activity.a.data[0]]).toEqual([1, expect.closeTo(6, 11)]);
    expect(messages).toBe(4);
  });

  it('are refused where they would come for ever, the time between them being none', () => {
    const { network, parameters, batch } = problemOf(twoHidden);
    const simulator = new EventSimulator(network, parameters);
    expect(() => simulator.relax(batch, { rule, relaxation: threshold(1e-20) })).toThrow(
      /more than 1024 messages/,
    );
  });

  it('leave an error below the bound, at every time, and at the end, when all are silent', () => {
    const anyNetwork = fc.constantFrom(...Object.keys(networks));
    const anySeed = fc.integer({ min: 1, max: 1000 });
    const anyQuantum = fc.constantFrom(0.3, 0.1, 0.03);
    fc.assert(
      fc.property(anyNetwork, anySeed, anyQuantum, (name, seed, quantum) => {
        const problem = setUp(name, seed);
        const { network, parameters, batch } = problem;
        const example = [networks[name], asSet(parameters), forReference(batch)] as const;
        const bound = bounds(problem, quantum);
        const simulator = new EventSimulator(network, parameters);
        const timed = { rule, relaxation: threshold(quantum, { duration: 3, stepSize: 0.75 }), record: true };
        const { course } = simulator.relax(batch, timed);
        expect(course).toHaveLength(5);
        for (const [k, frame] of course.entries()) {
          expectWithin(frame, continuous(...example, { time: 0.75 * k }).activity, bound);
        }
        // That it returns is that nobody had anything more to say.
        const { activity } = simulator.relax(batch, { rule, relaxation: threshold(quantum) });
        expectWithin(activity, equilibrium(...example).activity, bound);
      }),
      { numRuns: 25 },
    );
  });

  it('leave an error in proportion to the quantum, for as many more messages', () => {
    const { network, parameters, batch } = setUp('five hidden layers', 3, 4);
    const example = [networks['five hidden layers'], asSet(parameters), forReference(batch)] as const;
    const exact = equilibrium(...example).activity;
    const rows = [1e-1, 1e-2, 1e-3, 1e-4].map((quantum) => {
      const simulator = new EventSimulator(network, parameters, { grain: 'arbor' });
      const { activity, messages } = simulator.relax(batch, { rule, relaxation: threshold(quantum) });
      const got = Object.fromEntries(Object.entries(activity).map(([node, v]) => [node, asRows(v)]));
      return { error: deviation(got, exact), messages: messages! };
    });
    for (const [i, { error, messages }] of rows.entries()) {
      if (i === 0) continue;
      expect(rows[i - 1].error / error).toBeGreaterThan(3);
      expect(rows[i - 1].error / error).toBeLessThan(30);
      expect(messages / rows[i - 1].messages).toBeGreaterThan(i === 1 ? 1 : 4);
    }
    expect(rows[0].error / rows[3].error).toBeGreaterThan(300);
  });

  it('come to an end, and to the right one, where the quantum is hardly above rounding', () => {
    const { network, parameters, batch } = problemOf(twoHidden);
    const far = { ...parameters, 'out.bias': { shape: [1], data: Float64Array.of(1e6) } };
    const simulator = new EventSimulator(network, far);
    const relaxation = threshold(1e-3, { duration: 1.1e-8 });
    const { messages } = simulator.relax(batch, { rule, relaxation });
    // b heads for half a million at 5e5 a tau, which is 5.5 quanta in 1.1e-8 tau; it speaks at first, too, and out once.
    expect(messages).toBe(7);
  });

  it('leave no error where all say at last where they are, from the outputs down', () => {
    for (const grain of grains) {
      const { network, parameters, batch } = setUp('two inputs, two outputs, one of them with children', 4);
      const simulator = new EventSimulator(network, parameters, { grain });
      const { gradient } = simulator.relax(batch, { rule, relaxation: threshold(0.1, { flush: true }) });
      const want = backprop(
        networks['two inputs, two outputs, one of them with children'],
        asSet(parameters),
        forReference(batch),
      );
      const got = Object.fromEntries(Object.entries(gradient).map(([key, { data }]) => [key, data]));
      expect(deviation(got, want, 1e-9)).toBeLessThan(1e-12);
    }
  });

  it('are the same in both grains, with delays and without', () => {
    for (const delays of [{}, { h2: 0.5, out: 0.25 }]) {
      const logs = grains.map((grain) => {
        const { network, parameters, batch } = setUp('skip connection', 5);
        const simulator = new EventSimulator(network, parameters, { grain, delays });
        const heard: Message[] = [];
        simulator.listen('h1', 'h2', 'out').subscribe((message) => heard.push(message));
        const relaxed = simulator.relax(batch, { rule, relaxation: threshold(0.05) });
        return { heard, relaxed };
      });
      expect(logs[1]).toEqual(logs[0]);
      expect(logs[0].heard.length).toBeGreaterThan(50);
    }
  });

  it('can have a quantum for each node, and leave no trace in the next presentation', () => {
    const { network, parameters, batch } = setUp('skip connection', 6);
    const simulator = new EventSimulator(network, parameters);
    const fine = simulator.relax(batch, { rule, relaxation: threshold(0.01) });
    const relaxation = relaxationOf({ messages: 'threshold', quantum: { h1: 0.01, h2: 1 } });
    const coarse = simulator.relax(batch, { rule, relaxation });
    // h2 hears only the output, which never moves; h1 hears h2.
    expect(coarse.activity.h2).toEqual(fine.activity.h2);
    expect(coarse.activity.h1).not.toEqual(fine.activity.h1);
    expect(coarse.messages!).toBeLessThan(fine.messages!);
    const cut = simulator.relax(batch, { rule, relaxation: threshold(0.01, { duration: 0.5 }) });
    expect(cut.messages!).toBeLessThan(fine.messages!);
    expect(simulator.relax(batch, { rule, relaxation: threshold(0.01) })).toEqual(fine);
  });

  it('are refused without a quantum, with one for a node that is not there, or of no size', () => {
    const { network, parameters, batch } = setUp('skip connection', 6);
    const simulator = new EventSimulator(network, parameters);
    const asked = (quantum: object) => {
      const relaxation = relaxationOf({ messages: 'threshold', quantum: quantum as Record<string, number> });
      return refusal(() => simulator.relax(batch, { rule, relaxation }));
    };
    expect(refusal(() => relaxationOf({ messages: 'threshold' }))).toContain('relaxation.quantum: got none');
    expect(refusal(() => threshold(0))).toContain('got 0, expected a finite number above 0');
    expect(refusal(() => relaxationOf({ quantum: 1 }))).toContain('expected messages threshold');
    expect(asked({ h1: 1, h3: 1 })).toContain('got "h3", expected a node that relaxes: h1, h2. Try h1.');
    expect(asked({ h1: 1 })).toContain('got none for h2');
    expect(refusal(() => relaxationOf({ messages: 'trajectory' }))).toContain('without a duration');
    expect(refusal(() => relaxationOf({ messages: 'sampled', duration: 1 }))).toContain('with a duration');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import { layOut } from '../../../src/network/layout.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { networks } from '../../agreement/networks.js';
import { asSet, forReference } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';
import { twoHidden } from '../../reference/by-hand.js';
import { continuous, equilibrium } from '../../reference/index.js';
import { problemOf } from '../batched/problem.js';
import { bounds, expectWithin, setUp } from './bounds.js';

const rule = rules.ar;
const threshold = (quantum: number, more: Partial<Relaxation> = {}) =>
  relaxationOf({ messages: 'threshold', quantum, ...more });
const anyName = fc.constantFrom(...Object.keys(networks));
const anySeed = fc.integer({ min: 1, max: 1000 });
const anyGrain = fc.constantFrom('synapse' as const, 'arbor' as const);

/** What b says of itself in the example worked out by hand: it leaks from 4 towards half the error of the output. */
function saidByB(relaxation: Relaxation, target = 1): [time: number, value: number][] {
  const { network, parameters, batch } = problemOf(twoHidden);
  const simulator = new EventSimulator(network, parameters);
  const heard: [number, number][] = [];
  simulator.listen('b').subscribe(({ kind, time, value }) => {
    if (kind === 'down.x') heard.push([time, value]);
  });
  const output = { shape: [1, 1], data: Float64Array.of(target) };
  simulator.relax(
    {
      size: 1,
      inputs: { u: { shape: [1, 1], data: batch.inputs.u.data.slice(0, 1) } },
      targets: { out: output },
    },
    { rule, relaxation },
  );
  return heard;
}

const close = (pairs: readonly (readonly [number, number])[]) =>
  pairs.map(([time, value]) => [expect.closeTo(time, 12), expect.closeTo(value, 12)]);

/** The largest activity that each unit had when it could have said it, by node and unit. */
function largest(simulator: EventSimulator) {
  const peaks: Record<string, number[]> = {};
  for (const { name, size } of layOut(simulator.network).nodes) {
    const own = new Array<number>(size).fill(0);
    peaks[name] = own;
    const { actors, seen } = simulator.changes('activity', [name]);
    const unitOf = new Map(actors.map((actor, i) => [actor, i]));
    seen.subscribe(({ actor, value }) => {
      const i = unitOf.get(actors[actor])!;
      own[i] = Math.max(own[i], Math.abs(value));
    });
  }
  return peaks;
}

describe('a relative quantum', () => {
  it('is a share of what was last said, as worked out by hand', () => {
    // b = 1 + 3 e^-t, a quarter: 4, 3, 9/4, 27/16, 81/64; 3/4 of that is below 1.
    const said = [3, 9 / 4, 27 / 16, 81 / 64].map((x) => [Math.log(3 / (x - 1)), x] as const);
    expect(saidByB(threshold(0.1, { relativeQuantum: 0.25 }))).toEqual(close([[0, 4], ...said]));
  });

  it('is no smaller than the absolute one, so that zero is crossed', () => {
    // Target 4.5: b = -3/4 + 19/4 e^-t.
    const said = [2, 1, 0.5, 0, -0.5].map((x) => [Math.log(4.75 / (x + 0.75)), x] as const);
    expect(saidByB(threshold(0.5, { relativeQuantum: 0.5 }), 4.5)).toEqual(close([[0, 4], ...said]));
  });

  it('leaves an error below the bound of the largest quantum that each neuron had', () => {
    const anyShare = fc.constantFrom(0.5, 0.2, 0.05);
    fc.assert(
      fc.property(anyName, anySeed, anyShare, anyGrain, (name, seed, relativeQuantum, grain) => {
        const problem = setUp(name, seed, 1);
        const { network, parameters, batch } = problem;
        const example = [networks[name], asSet(parameters), forReference(batch)] as const;
        const simulator = new EventSimulator(network, parameters, { grain });
        const peaks = largest(simulator);
        const relaxation = threshold(0.01, { relativeQuantum, duration: 3, stepSize: 0.75 });
        const { course } = simulator.relax(batch, { rule, relaxation, record: true });
        const end = simulator.relax(batch, { rule, relaxation: threshold(0.01, { relativeQuantum }) });
        const off = (node: string, _: number, i: number) => Math.max(0.01, relativeQuantum * peaks[node][i]);
        const bound = bounds(problem, off);
        for (const [k, frame] of course.entries()) {
          expectWithin(frame, continuous(...example, { time: 0.75 * k }).activity, bound);
        }
        expectWithin(end.activity, equilibrium(...example).activity, bound);
        const absolute = simulator.relax(batch, { rule, relaxation: threshold(0.01) });
        expect(end.messages!).toBeLessThanOrEqual(absolute.messages!);
      }),
      { seed: 1, numRuns: 25 },
    );
  });
});

describe('an annealed quantum', () => {
  it('is halved at times, and what has moved by the new one is said then, as worked out by hand', () => {
    // b = 1 + 3 e^-t. Quantum 2: at 2 after log 3 = 1.1. At 1: quantum 1, moved by 1.9. At 2: quantum 1/2, moved by 0.7.
    const annealed = { anneal: 1, smallestQuantum: 0.5 };
    const said = [0, 1, 2].map((t) => [t, 1 + 3 * Math.exp(-t)] as const);
    expect(saidByB(threshold(2, annealed))).toEqual(close(said));
    expect(saidByB(threshold(2, { ...annealed, duration: 1.5 }))).toEqual(close(said.slice(0, 2)));
    // A smallest that is no power of two of the first: moved by 0.7 is too little, and is 3/4 a little later.
    const last = 1 + 3 / Math.E - 0.75;
    expect(saidByB(threshold(2, { anneal: 1, smallestQuantum: 0.75 }))).toEqual(
      close([...said.slice(0, 2), [Math.log(3 / (last - 1)), last]]),
    );
    // A share of what was said stays: half of 4, and of 2.1.
    const both = threshold(2, { ...annealed, relativeQuantum: 0.5 });
    expect(saidByB(both)).toEqual(
      close([
        [0, 4],
        [Math.log(3), 2],
      ]),
    );
  });

  it('ends within the bound of the smallest, silent, and is never beyond that of the first', () => {
    const anyPeriod = fc.constantFrom(0.5, 1, 2);
    fc.assert(
      fc.property(anyName, anySeed, anyPeriod, anyGrain, (name, seed, anneal, grain) => {
        const problem = setUp(name, seed);
        const { network, parameters, batch } = problem;
        const example = [networks[name], asSet(parameters), forReference(batch)] as const;
        const annealed = { anneal, smallestQuantum: 0.01 };
        const simulator = new EventSimulator(network, parameters, { grain });
        const timed = threshold(0.2, { ...annealed, duration: 15, stepSize: 1.5 });
        const { course } = simulator.relax(batch, { rule, relaxation: timed, record: true });
        const bound = bounds(problem, 0.2);
        for (const [k, frame] of course.entries()) {
          expectWithin(frame, continuous(...example, { time: 1.5 * k }).activity, bound);
        }
        const { activity } = simulator.relax(batch, { rule, relaxation: threshold(0.2, annealed) });
        expectWithin(activity, equilibrium(...example).activity, bounds(problem, 0.01));
      }),
      { seed: 2, numRuns: 12 },
    );
  });

  it('takes a fraction of the messages that the smallest takes from the start', () => {
    for (const name of ['odd sizes, cross-entropy', 'five hidden layers', 'skip connection']) {
      const { network, parameters, batch } = setUp(name, 1);
      const simulator = new EventSimulator(network, parameters, { grain: 'arbor' });
      const spoken = (relaxation: Relaxation) => simulator.relax(batch, { rule, relaxation }).messages!;
      const annealed = spoken(threshold(0.1, { anneal: 1, smallestQuantum: 0.001 }));
      expect(annealed).toBeGreaterThan(spoken(threshold(0.1)));
      expect(annealed).toBeLessThan(spoken(threshold(0.001)) / 5);
    }
  });

  it('is the same in both grains, with delays, whoever listens, and leaves no trace', () => {
    const delays = { h2: 0.5, out: 0.25 };
    const annealed = threshold(0.3, { anneal: 0.7, smallestQuantum: 0.01, relativeQuantum: 0.01 });
    const cut = { ...annealed, duration: 1 };
    const runs = (['synapse', 'arbor'] as const).map((grain) => {
      const { network, parameters, batch } = setUp('skip connection', 5);
      const simulator = new EventSimulator(network, parameters, { grain, delays });
      const alone = simulator.relax(batch, { rule, relaxation: annealed });
      simulator.relax(batch, { rule, relaxation: cut });
      const heard: Message[] = [];
      simulator.listen('h1', 'h2', 'out').subscribe((message) => heard.push(message));
      expect(simulator.relax(batch, { rule, relaxation: annealed })).toEqual(alone);
      return { alone, heard };
    });
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[0].heard.length).toBeGreaterThan(50);
  });
});

it('quanta that cannot be are refused', () => {
  const asked = (more: object) =>
    refusal(() => relaxationOf({ messages: 'threshold', quantum: 0.1, ...more }));
  expect(asked({ relativeQuantum: 0 })).toBe(
    'relaxation.relativeQuantum: got 0, expected a finite number above 0.',
  );
  expect(asked({ anneal: 1 })).toContain('relaxation.smallestQuantum: got none with anneal');
  expect(asked({ smallestQuantum: 0.01 })).toContain('relaxation.anneal: got none with smallestQuantum');
  expect(asked({ anneal: 0, smallestQuantum: 0.01 })).toContain(
    'relaxation.anneal: got 0, expected a finite time',
  );
  expect(asked({ anneal: 1, smallestQuantum: 0 })).toContain('relaxation.smallestQuantum: got 0');
  expect(asked({ anneal: 1, smallestQuantum: 0.2 })).toContain('got 0.2, expected at most the quantum, 0.1');
  const named = { anneal: 1, smallestQuantum: { h1: 0.1, h2: 0.3 } };
  expect(asked(named)).toContain('relaxation.smallestQuantum.h2: got 0.3, expected at most the quantum, 0.1');
  for (const key of ['relativeQuantum', 'anneal', 'smallestQuantum']) {
    expect(refusal(() => relaxationOf({ [key]: 1 }))).toContain(
      `${key}: got it with messages of the default kind`,
    );
  }
  const { network, parameters, batch } = setUp('skip connection', 5);
  const strange = threshold(0.5, { anneal: 1, smallestQuantum: { h1: 0.1, h3: 0.1 } });
  const simulator = new EventSimulator(network, parameters);
  expect(refusal(() => simulator.relax(batch, { rule, relaxation: strange }))).toContain('got "h3"');
});

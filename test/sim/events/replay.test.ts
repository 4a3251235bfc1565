import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/messages/message.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import { type EventOptions, EventSimulator } from '../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';

const network = parseNetwork(networks['skip connection']);
const neurons = ['image', ...Object.keys(network.nodes)];
const batch = randomBatch(network, 1, 5);
const delays = { h1: 0.4, h2: 1.1, out: 0.7 };
const wires = { loss: 0.2, retransmit: 1, duplicate: 0.2, jitter: 0.5 };
const noise = { kind: 'white', sd: 0.2 } as const;

const simulatorOf = (options: EventOptions) =>
  new EventSimulator(network, initialParameters(network, 4), { delays, ...options });
const presentationOf = (relaxation: Partial<Relaxation>) => ({
  rule: rules.ar,
  relaxation: relaxationOf(relaxation),
});

function logOf(options: EventOptions, relaxation: Partial<Relaxation>, until: number) {
  const simulator = simulatorOf(options);
  const log: Message[] = [];
  simulator.listen(...neurons).subscribe((message) => log.push(message));
  const running = simulator.begin(batch, presentationOf(relaxation));
  running.advance(until);
  // As a file keeps it.
  return { log: JSON.parse(JSON.stringify(log)) as Message[], state: running.save() };
}

function replayed(options: EventOptions, relaxation: Partial<Relaxation>, until: number, log: Message[]) {
  const simulator = simulatorOf(options);
  // Neurons to whom only a recorder listens would say nothing without one.
  simulator.listen(...neurons).subscribe();
  const replay = simulator.replay(log);
  const running = simulator.begin(batch, presentationOf(relaxation));
  running.advance(until);
  return { left: replay.left, state: running.save() };
}

const ways: readonly [string, EventOptions, Partial<Relaxation>, number][] = [
  [
    'steps over rough wires, with noise',
    { wires, cells: { h1: { noise } } },
    { steps: 40, stepSize: 0.1 },
    12,
  ],
  ['trajectories', {}, { duration: 8 }, 5],
  ['threshold messages', {}, { messages: 'threshold', quantum: 0.001 }, 5],
];

describe('the log of a presentation', () => {
  it.each(ways)('replays to the same state: %s', (_, options, relaxation, until) => {
    const { log, state } = logOf(options, relaxation, until);
    const again = replayed(options, relaxation, until, log);
    expect(again.left).toBe(0);
    expect(again.state).toEqual(state);
    expect(log.length).toBeGreaterThan(40);
  });

  it('decides what synapses hear, whatever neurons would have said', () => {
    const relaxation = { steps: 40, stepSize: 0.1 };
    const quiet = logOf({}, relaxation, 5);
    const noisy = { cells: { h1: { noise: { kind: 'white', sd: 0.5 } } } } as const;
    const { state } = replayed(noisy, relaxation, 5, quiet.log);
    // The feedback of h1 goes nowhere; out and h2 heard what they heard without noise.
    expect(state.circuit.nodes.h2.blocks).toEqual(quiet.state.circuit.nodes.h2.blocks);
    expect(state.circuit.nodes.h1.neurons).not.toEqual(quiet.state.circuit.nodes.h1.neurons);
    const edited = quiet.log.map((m) =>
      m.source === 'out[0]' && m.kind === 'feedback' ? { ...m, value: 3 } : m,
    );
    const other = replayed({}, relaxation, 5, edited).state;
    expect(other.circuit.nodes.out.blocks).not.toEqual(quiet.state.circuit.nodes.out.blocks);
  });

  it('is refused where it does not fit', () => {
    const relaxation = { steps: 40, stepSize: 0.1 };
    const { log } = logOf({}, relaxation, 5);
    const later = () => replayed({ delays: { ...delays, h1: 0.5 } }, relaxation, 5, log);
    expect(later).toThrow(
      /^log:\d+: got activity of (h1\[\d\]) to h2\+out at 0.4 tau, expected activity of \1 to h2\+out at 0.5 tau\. Try/,
    );
    expect(() => replayed({}, relaxation, 5, log.slice(0, -3))).toThrow(
      /^log: got no more such messages after line \d+, expected feedback of /,
    );
  });

  const activity = { time: 0, source: 'h1[0]', target: 'h2', kind: 'activity', value: 1 };
  const signal = { ...activity, kind: 'learning', term: 0 };
  const future = { origin: 0, constant: 1, terms: [1] };
  const course = { ...activity, kind: 'course', future };
  it.each([
    ['a list', [], 'log:2: got [], expected an object.'],
    [
      'a synapse',
      { ...activity, source: 'h1.weight[0,0]' },
      /^log:2.source: got "h1.weight\[0,0\]", expected a neuron/,
    ],
    ['nobody', { ...activity, source: 'toString' }, /^log:2.source: got "toString"/],
    ['no source', { ...activity, source: undefined }, /^log:2.source: got nothing/],
    ['another kind', { ...activity, kind: 'activty' }, /^log:2.kind: got "activty".* Try "activity"/],
    ['the kind of a method', { ...activity, kind: 'toString' }, /^log:2.kind: got "toString"/],
    ['a kind that is no text', { ...activity, kind: 3 }, /^log:2.kind: got 3/],
    ['a text as value', { ...activity, value: 'abc' }, 'log:2.value: got "abc", expected a finite number.'],
    ['null as value', { ...activity, value: null }, 'log:2.value: got null, expected a finite number.'],
    [
      'an infinite value',
      { ...activity, value: Infinity },
      'log:2.value: got Infinity, expected a finite number.',
    ],
    ['a time before the first', { ...activity, time: -1 }, /^log:2.time: got -1, expected a time/],
    ['a field more', { ...activity, term: 0 }, /^log:2: got unknown key "term"/],
    ['a signal of plasticity without its term', { ...signal, term: undefined }, /^log:2.term: got nothing/],
    ['half a term', { ...signal, term: 0.5 }, 'log:2.term: got 0.5, expected a count.'],
    ['a course without future', { ...course, future: undefined }, /^log:2.future: got nothing/],
    [
      'a term that is no number',
      { ...course, future: { ...future, terms: ['1'] } },
      /^log:2.future.terms.0: got "1"/,
    ],
    [
      'a future of later',
      { ...course, future: { ...future, origin: 1 } },
      /^log:2.future.origin: got 1, expected at most 0/,
    ],
    ['an update without rates', { ...signal, kind: 'update' }, /^log:2.change: got nothing/],
  ])('is refused with %s in it, naming the line', (_, message, line) => {
    const said = refusal(() => simulatorOf({}).replay([activity, message]));
    if (typeof line === 'string') expect(said).toBe(line);
    else expect(said).toMatch(line);
  });

  it('that lacks a line ends where that was', () => {
    const presentation = presentationOf({ steps: 3, stepSize: 0.1 });
    const simulator = simulatorOf({});
    const log: Message[] = [];
    const listening = simulator.listen(...neurons).subscribe((message) => log.push(message));
    const whole = simulator.relax(batch, presentation);
    listening.unsubscribe();
    expect(log.length).toBeGreaterThan(40);
    // Whoever is not in the log speaks for himself.
    const speaks = (source: string) => log.filter((message) => message.source === source).length;
    for (let missing = 0; missing < log.length; missing++) {
      const { source, kind } = log[missing];
      // What no synapse hears is not looked at.
      const heard =
        kind !== 'forget' && !(source.startsWith('h1') && kind === 'feedback') && !source.startsWith('out');
      if (speaks(source) === 1 || !heard) continue;
      const replayer = simulatorOf({});
      replayer.listen(...neurons).subscribe();
      replayer.replay(log.filter((_, i) => i !== missing));
      expect(() => replayer.relax(batch, presentation)).toThrow(/^log(:\d+)?: got .* Try the network/);
    }
    const again = simulatorOf({});
    again.listen(...neurons).subscribe();
    again.replay(log);
    expect(again.relax(batch, presentation)).toEqual(whole);
  });

  it('is over when it is stopped', () => {
    const relaxation = { steps: 4, stepSize: 0.1 };
    const simulator = simulatorOf({});
    simulator.replay(logOf({}, relaxation, 2).log.map((m) => ({ ...m, value: 1 }))).stop();
    const result = simulator.relax(batch, presentationOf(relaxation));
    expect(result).toEqual(simulatorOf({}).relax(batch, presentationOf(relaxation)));
  });
});

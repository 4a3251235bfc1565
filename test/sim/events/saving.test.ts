import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/math/random.js';
import type { Message } from '../../../src/messages/message.js';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import type { Cells } from '../../../src/sim/events/build/cells.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../src/sim/events/options.js';
import type { RunningState } from '../../../src/sim/events/save/running.js';
import { relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import type { Relaxation, Relaxed } from '../../../src/sim/simulator.js';
import { standardVariant, type Variant } from '../../../src/sim/variant.js';
import type { GrainName } from '../../../src/synapses/grains.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';

interface Case {
  readonly what: string;
  readonly relaxation: Partial<Relaxation>;
  readonly variant?: Partial<Variant>;
  /** One delay for all synapses of a node, or one for each. */
  readonly delay?: 'none' | 'one' | 'each';
  /** Of relu neurons only. */
  readonly kinked?: boolean;
  readonly options?: (nodes: readonly string[]) => EventOptions;
}

const noisy = (nodes: readonly string[]): Cells =>
  Object.fromEntries(
    nodes.map((name, i) => [
      name,
      {
        tau: 1 + i / 10,
        noise: i % 2 ? { kind: 'white', sd: 0.1 } : { kind: 'ornstein-uhlenbeck', sd: 0.1, tau: 2 },
      },
    ]),
  );
const rough = { loss: 0.3, retransmit: 0.7, duplicate: 0.3, jitter: 1 };

const cases: readonly Case[] = [
  { what: 'steps', relaxation: { steps: 30, stepSize: 0.1 }, delay: 'one' },
  {
    what: 'steps with noise, delays and losses, in random order',
    relaxation: { steps: 30, stepSize: 0.1, schedule: 'asynchronous', seed: 7 },
    delay: 'each',
    options: (nodes) => ({ wires: rough, cells: noisy(nodes), seed: 3 }),
  },
  {
    what: 'an unfrozen relaxation',
    relaxation: { steps: 20, stepSize: 0.1 },
    variant: { derivative: 'current', updateDerivative: 'current', presynaptic: 'current' },
    delay: 'one',
  },
  {
    what: 'plasticity during the relaxation',
    relaxation: { steps: 20, stepSize: 0.1 },
    variant: { feedback: 'learned', plasticity: 'continuous', presynaptic: 'current' },
    delay: 'none',
  },
  { what: 'trajectories', relaxation: { duration: 6, stepSize: 0.5 }, delay: 'one' },
  { what: 'trajectories, a delay for each synapse', relaxation: { duration: 6 }, delay: 'each' },
  {
    what: 'trajectories over rough wires',
    relaxation: { duration: 6 },
    delay: 'one',
    options: () => ({ wires: rough }),
  },
  {
    what: 'threshold messages',
    relaxation: { messages: 'threshold', quantum: 0.01, flush: true },
    delay: 'one',
  },
  {
    what: 'annealed threshold messages',
    relaxation: {
      ...{ messages: 'threshold', quantum: 0.1, anneal: 0.5, smallestQuantum: 0.001 },
      ...{ relativeQuantum: 0.05, duration: 8 },
    },
    delay: 'one',
  },
  {
    what: 'an unfrozen relaxation from kink to kink',
    relaxation: { duration: 6, stepSize: 0.5 },
    variant: { derivative: 'current', updateDerivative: 'current' },
    delay: 'one',
    kinked: true,
  },
  { what: 'equilibrium', relaxation: { solver: 'equilibrium' }, delay: 'one' },
];

const description = networks['two inputs, two outputs, one of them with children'];
const network = parseNetwork(description);
const kinked = parseNetwork({
  input: [3],
  layers: [4, 5, 4, 2].map((units) => ({ type: 'dense', units, activation: 'relu' })),
  init: { weight: { type: 'normal', sd: 0.8 }, bias: { type: 'normal', sd: 0.3 } },
});

class Subject {
  readonly rule;
  readonly relaxation;
  readonly batch;
  private readonly variant: Variant;
  private readonly network;
  private readonly nodes;

  constructor(private readonly test: Case) {
    this.network = test.kinked ? kinked : network;
    this.batch = randomBatch(this.network, 1, 5);
    this.nodes = Object.keys(this.network.nodes);
    this.variant = { ...standardVariant, ...test.variant };
    this.rule = arVariant(this.variant);
    this.relaxation = relaxationOf(test.relaxation);
  }

  simulator(grain: GrainName): EventSimulator {
    const pathway = { ownWeights: this.variant.feedback !== 'transpose', inputsRelax: false };
    const { network, nodes } = this;
    const parameters = initialParameters(network, 4, pathway);
    const { delay = 'none', options } = this.test;
    const stream = randomStream(9, 'delays');
    const wait = { none: () => 0, one: () => 0.37, each: () => () => 2 * stream.uniform() }[delay];
    const delays = Object.fromEntries(nodes.map((name) => [name, wait()]));
    return new EventSimulator(network, parameters, { delays, grain, ...options?.(nodes) });
  }

  get presentation() {
    return { rule: this.rule, relaxation: this.relaxation, learningRate: 0.05 };
  }

  /** The whole of it, and when its last message was said. */
  uninterrupted(grain: GrainName) {
    const simulator = this.simulator(grain);
    const messages = listenTo(simulator);
    const result = simulator.begin(this.batch, this.presentation).result();
    return { messages, result, end: Math.max(...messages.map(({ time }) => time)) };
  }

  saved(grain: GrainName, time: number): { state: RunningState; before: number } {
    const simulator = this.simulator(grain);
    const messages = listenTo(simulator);
    const running = simulator.begin(this.batch, this.presentation);
    expect(running.advance(time)).toBe(false);
    // A copy, as a file is one.
    return { state: structuredClone(running.save()), before: messages.length };
  }

  resumed(grain: GrainName, state: RunningState): { messages: Message[]; result: Relaxed } {
    const simulator = this.simulator(grain);
    const messages = listenTo(simulator);
    return { messages, result: simulator.resume(state, this.presentation).result() };
  }
}

function listenTo(simulator: EventSimulator): Message[] {
  const messages: Message[] = [];
  const { inputs, nodes: all } = simulator.network;
  const nodes = Object.keys(all);
  const everybody = [...Object.keys(inputs), ...nodes, ...nodes.map((name) => `${name}.weight`)];
  simulator.listen(...everybody).subscribe((message) => messages.push(message));
  return messages;
}

const grains = ['synapse', 'arbor'] as const;

describe.each(cases)('a simulation saved and restored: $what', (test) => {
  const subject = new Subject(test);
  const whole = subject.uninterrupted('synapse');
  const stream = randomStream(1, test.what);

  // Where weights move a state is of its grain.
  const pairs = grains.flatMap((from) => grains.map((to) => [from, to] as const));
  const moves = test.variant?.plasticity === 'continuous';
  it.each(pairs.filter(([from, to]) => from === to || !moves))(
    'from grain %s to %s goes on as if it had not stopped, at random times',
    (from, to) => {
      for (let k = 0; k < 2; k++) {
        const time = 0.999 * whole.end * stream.uniform();
        const { state, before } = subject.saved(from, time);
        const { messages, result } = subject.resumed(to, state);
        expect(messages).toEqual(whole.messages.slice(before));
        expect(result).toEqual(whole.result);
      }
    },
  );
});

describe('saving', () => {
  const subject = new Subject(cases[0]);

  it('happens at rather different moments of the presentation', () => {
    const { end, messages } = subject.uninterrupted('synapse');
    const stages = [0.1, 0.5, 0.9].map((share) => subject.saved('synapse', share * end));
    expect(new Set(stages.map(({ before }) => before)).size).toBe(3);
    expect(stages[1].before).toBeLessThan(messages.length);
    expect(stages[0].state.circuit.queue.tasks.length).toBeGreaterThan(0);
  });

  it('at the very time of a frame: that is seen once, by who goes on', () => {
    // When something happens, too: after one, two and three delays.
    const times = { at: [0, 0.37, 0.74, 1.11, 1.6, 3] };
    const seenBy = (simulator: EventSimulator) => {
      const seen: number[][] = [];
      const frames = simulator.watch('activity', Object.keys(network.nodes), times).seen;
      frames.subscribe(({ time, values }) => seen.push([time, ...values]));
      return seen;
    };
    for (const test of [cases[4], cases[8]]) {
      const subject = new Subject(test);
      const whole = subject.simulator('synapse');
      const all = seenBy(whole);
      whole.begin(subject.batch, subject.presentation).result();
      for (const time of [0.37, 0.74, 1.11]) {
        const [before, after] = [subject.simulator('synapse'), subject.simulator('synapse')];
        const [early, late] = [seenBy(before), seenBy(after)];
        const running = before.begin(subject.batch, subject.presentation);
        running.advance(time);
        expect(running.time).toBe(time);
        after.resume(structuredClone(running.save()), subject.presentation).result();
        expect(early.map(([at]) => at)).toEqual(all.map(([at]) => at).filter((at) => at < time));
        expect([...early, ...late]).toEqual(all);
      }
    }
  });

  it('changes nothing in what goes on', () => {
    const simulator = subject.simulator('synapse');
    const running = simulator.begin(subject.batch, subject.presentation);
    for (const time of [0.1, 0.9, 1.3]) {
      running.advance(time);
      running.save();
    }
    expect(running.result()).toEqual(subject.uninterrupted('synapse').result);
  });

  it('refuses what cannot be gone on with', () => {
    const { state } = subject.saved('synapse', 1);
    const changed = structuredClone(description) as { nodes: Record<string, { units: number }> };
    changed.nodes.h1.units++;
    const other = parseNetwork(changed);
    const stranger = new EventSimulator(other, initialParameters(other, 1));
    expect(refusal(() => stranger.resume(state, subject.presentation))).toMatch(
      /saved with network.nodes.h1 .*expected network.nodes.h1 /,
    );
    const prompt = new EventSimulator(network, initialParameters(network, 4));
    expect(refusal(() => prompt.resume(state, subject.presentation))).toMatch(
      /saved with delays \{"h1":0.37,.*expected delays \{\}\./,
    );
    const rule = arVariant({ ...standardVariant, derivative: 'none' });
    const resume = () => subject.simulator('synapse').resume(state, { ...subject.presentation, rule });
    expect(refusal(resume)).toMatch(/saved with rule "ar", expected rule "ar, /);
  });

  it('refuses a presentation that is over', () => {
    const running = subject.simulator('synapse').begin(subject.batch, subject.presentation);
    running.result();
    expect(() => running.save()).toThrow(/a presentation that is over/);
  });
});

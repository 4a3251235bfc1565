import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState, encodeState } from '../../../../src/lab/state-files.js';
import type { Message } from '../../../../src/messages/message.js';
import type { State } from '../../../../src/messages/state.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { pc } from '../../../../src/rules/pc.js';
import { words } from '../../../../src/rules/words.js';
import { buildDelays } from '../../../../src/sim/events/build/build-delays.js';
import { type EventOptions, EventSimulator } from '../../../../src/sim/events/engine.js';
import type { AnyRunningState, Running } from '../../../../src/sim/events/save/running.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { randomBatch } from '../../../agreement/problems.js';
import { grains } from './surroundings.js';

const dense = (units: number, ...from: string[]) => ({ type: 'dense', units, activation: 'tanh', from });
/** With an output that has children. */
const network = parseNetwork({
  inputs: { image: [2], clue: [1] },
  nodes: {
    ...{ a: dense(3, 'image'), early: dense(1, 'a', 'clue') },
    ...{ b: dense(2, 'a'), out: dense(2, 'b', 'early') },
  },
  outputs: { out: { loss: 'mse' }, early: { loss: 'mse' } },
});
const batch = randomBatch(network, 1, 4);
const nodes = Object.keys(network.nodes);
const names = [...Object.keys(network.inputs), ...nodes];
const every = <T>(one: T) => Object.fromEntries(nodes.map((node) => [node, one]));

type N = { state: 'x' | 'y'; says: { down: 'x' | 'y' } };
const { say, set, move, learn, rule } = words<N>();
const falling = move(
  {
    x: (m, n) => m.sub(m.add(n.apical.y, n.bias), n.x),
    y: (m, n) => m.sub(m.mul(0.5, n.apical.x), n.y),
  },
  'inner',
);
const talk = [say('down', { x: 'x', y: 'y' }, 'neuron')];
/** Two phases that move, two states in each; outputs stay, and say so. */
const twice: PhasedRule = {
  kind: 'phases',
  name: 'twice',
  needs: [],
  rule: rule({
    name: 'twice',
    paths: { down: { way: 'down' } },
    answer: { phase: 'first', state: 'x' },
    phases: [
      { name: 'first', stepSize: 0.5, steps: 3, begins: [set({ x: 1, y: -2 })], talk, moves: [falling] },
      {
        ...{ name: 'second', stepSize: 0.5, steps: 2, begins: [set({ y: 3 })], talk, moves: [falling] },
        ends: [learn({ down: [{ pre: (_, heard) => heard.y, post: (_, n) => n.x }] })],
      },
    ],
  }),
};
const rules = [
  phased(ar, { steps: 3, stepSize: 0.4 }),
  phased(ar, { ...{ updateDerivative: 'current', presynaptic: 'current', initial: 'zero' }, stepSize: 0.4 }),
  phased(pc, { predictions: 'frozen', stepSize: 0.4, outputVariance: 2 }),
  twice,
];

const threshold = { messages: 'threshold', quantum: 0.05 } as const;
const speeches: Readonly<Record<string, Partial<Relaxation>>> = {
  trajectories: { duration: 2 },
  'absolute quanta': threshold,
  'relative quanta': { ...threshold, relativeQuantum: 0.2, duration: 1.3 },
  'annealed quanta': { ...threshold, quantum: 0.4, anneal: 0.3, smallestQuantum: 0.05 },
  'annealed quanta for a time, flushed': {
    ...{ ...threshold, quantum: 0.3, anneal: 0.4, smallestQuantum: 0.02 },
    ...{ duration: 1.5, flush: true },
  },
  'quanta, flushed': { ...threshold, flush: true },
};
const surroundings: readonly EventOptions[] = [
  { cells: { [nodes[0]]: { dead: [1] } } },
  { cells: { [nodes[0]]: { tau: [0.5, 2, 1], dead: [1] } }, delays: { out: 0.3 } },
  { delays: buildDelays(network, every({ distribution: 'uniform', from: 0, to: 0.9 }), 2) },
  { wires: { loss: 0.1, duplicate: 0.2, jitter: 0.5 }, delays: every(0.1) },
];
/** The same, time constants aside: futures have one. */
const oneTime = surroundings.map(({ cells, ...rest }) =>
  cells ? { ...rest, cells: { [nodes[0]]: { dead: [1] } } } : rest,
);

interface Played {
  readonly running: Running;
  readonly log: readonly Message[];
}

class Scene {
  constructor(
    private readonly rule: PhasedRule,
    private readonly relaxation: Relaxation,
    private readonly options: EventOptions,
  ) {}

  /** Begun, or gone on with from a state, by other weights: those of the state count. */
  play(grain: (typeof grains)[number], record: boolean, state?: AnyRunningState): Played {
    const { rule, relaxation } = this;
    const parameters = initialParameters(network, state ? 4 : 3, pathwayOf(rule));
    const simulator = new EventSimulator(network, parameters, { ...this.options, grain });
    const log: Message[] = [];
    simulator.listen(...names).subscribe((message) => log.push(message));
    const presentation = { rule, relaxation, record };
    const running = state
      ? simulator.resume(state, presentation, 'file')
      : simulator.begin(batch, presentation);
    return { running, log };
  }
}

/** As a file keeps it. */
const throughFile = (running: Running) =>
  decodeState(
    encodeState('file', 'test', running.save() as unknown as State),
    'file',
    'test',
  ) as unknown as AnyRunningState;

const settings = Object.entries(speeches).flatMap(([what, speech], k) =>
  rules.map((rule, r) => ({
    ...{ what, rule, relaxation: relaxationOf(speech) },
    options: (what === 'trajectories' ? oneTime : surroundings)[(k + r) % surroundings.length],
  })),
);

describe('a presentation in continuous time', () => {
  it.each(settings)(
    'is the same in the end, wherever it is stopped and gone on with: $what, $rule.name',
    (setting) => {
      const { rule, relaxation, options } = setting;
      const scene = new Scene(rule, relaxation, options);
      const whole = scene.play('arbor', true);
      const { course, ...left } = whole.running.result();
      const stop = fc.record({
        // Anywhere: small numbers would come more often.
        share: fc.noBias(fc.integer({ min: 0, max: 999 })),
        grain: fc.constantFrom(...grains),
        record: fc.boolean(),
      });
      const law = fc.property(stop, stop, (...stops) => {
        let played = scene.play('synapse', false);
        let before: readonly Message[] = [];
        for (const { share, grain, record } of stops.sort((a, b) => a.share - b.share)) {
          // When something is said, or a little later.
          const { time } = whole.log[Math.floor((share / 1000) * whole.log.length)];
          if (played.running.advance(record ? time : 1.05 * time)) continue;
          const state = throughFile(played.running);
          before = [...before, ...played.log];
          played = scene.play(grain, record, state);
        }
        const { course: seen, ...got } = played.running.result();
        expect(got).toEqual(left);
        expect([...before, ...played.log]).toEqual(whole.log);
        expect(played.running.time).toBe(whole.running.time);
        expect(seen).toEqual(course.slice(course.length - seen.length));
      });
      fc.assert(law, { numRuns: 2, seed: 7 });
    },
  );

  it('shows frames of later times, whoever looked before', () => {
    for (const what of ['trajectories', 'annealed quanta for a time, flushed']) {
      const scene = new Scene(rules[0], relaxationOf({ ...speeches[what], duration: 2 }), {});
      const { course } = scene.play('arbor', true).running.result();
      for (const [before, after] of [
        [false, true],
        [true, true],
        [true, false],
      ]) {
        const { running } = scene.play('arbor', before);
        running.advance(0.8);
        const state = throughFile(running);
        const seen = scene.play('synapse', after, state).running.result().course;
        // Where nothing happens and nobody looks, time stands still.
        const first = 1 + Math.floor(running.time / 0.4 + 1e-9);
        expect(seen, what).toEqual(after ? course.slice(running.time > 0 ? first : 1) : []);
      }
    }
  });
});

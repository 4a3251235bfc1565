import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState, encodeState } from '../../../../src/lab/state-files.js';
import type { Message } from '../../../../src/messages/message.js';
import type { State } from '../../../../src/messages/state.js';
import { initialParameters } from '../../../../src/network/parameters.js';
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
import { grains, sceneOf } from './surroundings.js';

const { network, batch, nodes } = sceneOf('a graph', 1);
const names = [...Object.keys(network.inputs), ...nodes];
const every = <T>(one: T) => Object.fromEntries(nodes.map((node) => [node, one]));

type N = { state: 'x' | 'y'; says: { down: 'x' | 'y' } };
const { say, set, move, learn, rule } = words<N>();
const falling = move({
  x: (m, n) => m.sub(m.add(n.apical.y, n.bias), n.x),
  y: (m, n) => m.sub(m.mul(0.5, n.apical.x), n.y),
});
const talk = [say('down', { x: 'x', y: 'y' }, 'neuron')];
/** Two phases that move, two states in each. */
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
  { cells: { [nodes[0]]: { tau: [0.5, 2, 1, 1], dead: [1] } }, delays: { [nodes[1]]: 0.3 } },
  { delays: buildDelays(network, every({ distribution: 'uniform', from: 0, to: 0.9 }), 2) },
  { wires: { loss: 0.1, duplicate: 0.2, jitter: 0.5 }, delays: every(0.1) },
];

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

describe.each(Object.entries(speeches))('a presentation in continuous time, %s', (what, speech) => {
  it('is the same in the end, wherever it is stopped, saved and gone on with, whoever looks on', () => {
    const setting = fc.record({
      rule: fc.constantFrom(...rules),
      options: fc.constantFrom(...(what === 'trajectories' ? surroundings.slice(0, 1) : surroundings)),
      grains: fc.tuple(...grains.map(() => fc.constantFrom(...grains))),
      record: fc.tuple(fc.boolean(), fc.boolean()),
      shares: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 2 }),
    });
    const law = fc.property(setting, ({ rule, options, grains: [from, to], record, shares }) => {
      const scene = new Scene(rule, relaxationOf(speech), options);
      const whole = scene.play('arbor', true);
      const { course, ...left } = whole.running.result();
      const end = whole.running.time;
      let played = scene.play(from, record[0]);
      const log: Message[] = [];
      for (const share of [...shares].sort((a, b) => a - b)) {
        if (played.running.advance(share * end)) break;
        const state = throughFile(played.running);
        log.push(...played.log);
        played = scene.play(to, record[1], state);
      }
      const { course: seen, ...got } = played.running.result();
      expect(got).toEqual(left);
      expect([...log, ...played.log]).toEqual(whole.log);
      expect(played.running.time).toBe(end);
      if (record[1]) expect(seen).toEqual(course.slice(course.length - seen.length));
    });
    fc.assert(law, { numRuns: 4, seed: 7 });
  });
});

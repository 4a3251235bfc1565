import { decodeState, encodeState } from '../../../../src/lab/state-files.js';
import type { Message } from '../../../../src/messages/message.js';
import type { State } from '../../../../src/messages/state.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { pc } from '../../../../src/rules/pc.js';
import { words } from '../../../../src/rules/words.js';
import { buildDelays } from '../../../../src/sim/events/build/build-delays.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import type { Running, RunningState } from '../../../../src/sim/events/save/running.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { randomBatch } from '../../../agreement/problems.js';
import type { grains } from './surroundings.js';

/** With an output that has children. */
function networkOf(activation: string) {
  const dense = (units: number, ...from: string[]) => ({ type: 'dense', units, activation, from });
  return parseNetwork({
    inputs: { image: [2], clue: [1] },
    nodes: {
      ...{ a: dense(3, 'image'), early: dense(1, 'a', 'clue') },
      ...{ b: dense(2, 'a'), out: dense(2, 'b', 'early') },
    },
    outputs: { out: { loss: 'mse' }, early: { loss: 'mse' } },
    init: { weight: { type: 'normal', sd: 1 } },
  });
}
const network = networkOf('tanh');
/** Of units with kinks. */
export const kinked = networkOf('relu');
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
export const twice: PhasedRule = {
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
export const rules = [
  phased(ar, { steps: 3, stepSize: 0.4 }),
  phased(ar, { ...{ updateDerivative: 'current', presynaptic: 'current', initial: 'zero' }, stepSize: 0.4 }),
  phased(pc, { predictions: 'frozen', stepSize: 0.4, outputVariance: 2 }),
  twice,
];
/** Its slopes move. */
export const unfrozen = phased(ar, { derivative: 'current', stepSize: 0.4 });

const threshold = { messages: 'threshold', quantum: 0.05 } as const;
export const speeches: Readonly<Record<string, Partial<Relaxation>>> = {
  trajectories: { duration: 2 },
  equilibrium: { solver: 'equilibrium' },
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
  { cells: { a: { dead: [1] } } },
  { cells: { a: { tau: [0.5, 2, 1], dead: [1] } }, delays: { out: 0.3 } },
  { delays: buildDelays(network, every({ distribution: 'uniform', from: 0, to: 0.9 }), 2) },
  { wires: { loss: 0.1, duplicate: 0.2, jitter: 0.5 }, delays: every(0.1) },
];

/** Some; only where neurons speak on change have they time constants of their own. */
export function surroundingsOf(what: string, number: number): EventOptions {
  const { cells, ...rest } = surroundings[number % surroundings.length];
  const same = !what.includes('quanta') && cells;
  return same ? { ...rest, cells: { a: { dead: [1] } } } : { ...rest, ...(cells && { cells }) };
}

export interface Played {
  readonly running: Running;
  readonly log: readonly Message[];
  /** Activities at times between events. */
  readonly seen: readonly (readonly number[])[];
}

export class Scene {
  constructor(
    private readonly rule: PhasedRule,
    private readonly relaxation: Relaxation,
    private readonly options: EventOptions,
    private readonly of = network,
  ) {}

  /** Begun, or gone on with from a state, by other weights: those of the state count. */
  play(grain: (typeof grains)[number], record: boolean, state?: RunningState): Played {
    const { rule, relaxation } = this;
    const parameters = initialParameters(this.of, state ? 4 : 3, pathwayOf(rule));
    const simulator = new EventSimulator(this.of, parameters, { ...this.options, grain });
    const log: Message[] = [];
    simulator.listen(...names).subscribe((message) => log.push(message));
    const seen: number[][] = [];
    if (!record)
      simulator
        .watch('activity', nodes, { every: 0.35 }, rule)
        .seen.subscribe(({ time, values }) => seen.push([time, ...values]));
    const presentation = { rule, relaxation, record };
    const running = state
      ? simulator.resume(state, presentation, 'file')
      : simulator.begin(batch, presentation);
    return { running, log, seen };
  }
}

/** As a file keeps it. */
export const throughFile = (running: Running) =>
  decodeState(
    encodeState('file', 'test', running.save() as unknown as State),
    'file',
    'test',
  ) as unknown as RunningState;

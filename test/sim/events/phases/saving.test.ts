import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/messages/message.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { words } from '../../../../src/rules/words.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { RunningState } from '../../../../src/sim/events/save/running.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Batch, Relaxation } from '../../../../src/sim/simulator.js';
import { chain, example, tangle } from '../../../reference/index.js';
import { problemOf } from '../../batched/problem.js';
import { adapts } from './settings.js';
import { grains } from './surroundings.js';

type Grain = (typeof grains)[number];

const { network, batch } = problemOf(example(tangle('tanh', 'mse'), 1));
const names = [...Object.keys(network.inputs), ...Object.keys(network.nodes)];
const sampled = relaxationOf({});
const onChange = relaxationOf({ messages: 'threshold', quantum: 0.01 });

const during = phased(pc, { plasticity: 'continuous', steps: 3, stepSize: 0.2 });
const sweeping = phased(fa);

type N = { state: 'x'; says: { up: 'x' }; factor: 'reward' };
const { say, set, move, adapt, rule: ruleOf } = words<N>();
/** Weights follow traces of their own while states move, by a third factor. */
const traced: PhasedRule = {
  ...{ kind: 'phases', name: 'traced', needs: [] },
  rule: ruleOf({
    ...{ name: 'traced', paths: { up: { way: 'up' } }, factors: ['reward'] },
    answer: { phase: 'hear', state: 'x' },
    phases: [
      {
        ...{ name: 'hear', steps: 4, stepSize: 0.2 },
        begins: [set({ x: (_, n) => n.stimulus }, 'input')],
        talk: [say('up', { x: 'x' })],
        moves: [
          move({ x: (m, n) => m.sub(n.in('x'), n.x) }, 'neuron'),
          adapt(
            { up: [{ pre: (_, heard) => heard.x, post: (m, n) => m.mul(n.factor('reward'), n.x) }] },
            'neuron',
            0.5,
          ),
          adapt({ up: [{ post: (_, n) => n.x }] }, 'neuron', 2),
        ],
      },
    ],
  }),
};
const told: Batch = { ...batch, factors: { reward: { shape: [1, 1], data: Float64Array.of(-1.5) } } };

const cases: readonly (readonly [string, PhasedRule, Relaxation, sample: Batch])[] = [
  ['pc', phased(pc, { steps: 3, stepSize: 0.2 }), sampled, batch],
  ['pc on change', phased(pc, { steps: 3, stepSize: 0.2 }), onChange, batch],
  ['pc with continuous plasticity', during, sampled, batch],
  ['ep', phased(ep, { freeSteps: 2, nudgedSteps: 2, stepSize: 0.3, nudging: 'symmetric' }), sampled, batch],
  ['fa', sweeping, sampled, batch],
  ['traces and a third factor', traced, sampled, told],
];

class Scene {
  readonly log: Message[] = [];
  readonly simulator: EventSimulator;
  readonly presentation;

  constructor(
    rule: PhasedRule,
    relaxation: Relaxation,
    grain: Grain,
    private readonly sample: Batch = batch,
    seed = 3,
  ) {
    this.simulator = new EventSimulator(network, initialParameters(network, seed, pathwayOf(rule)), {
      grain,
    });
    this.simulator.listen(...names).subscribe((message) => this.log.push(message));
    this.presentation = { rule, relaxation, learningRate: 0.1 };
  }

  /** Begun, and played up to a time. */
  underWay(time: number) {
    const running = this.simulator.begin(this.sample, this.presentation);
    running.advance(time);
    return running;
  }
}

/** At no time yet, within the sweep's instant, between steps, at a step, where one phase follows another. */
const times = [-1, 0, 0.1, 0.2, 0.45, 0.6, 0.9];

describe('a presentation under way', () => {
  it.each(cases)(
    'is the same in the end, wherever it is stopped and gone on with, at either grain: %s',
    (_, rule, relaxation, sample) => {
      const whole = new Scene(rule, relaxation, 'arbor', sample);
      const left = whole.simulator.relax(sample, whole.presentation);
      for (const [k, time] of times.entries()) {
        const from = grains[k % 2];
        // Where weights move, a state is of its grain.
        const to = k % 4 < 2 || adapts(rule) ? from : grains[(k + 1) % 2];
        const first = new Scene(rule, relaxation, from, sample);
        const running = first.underWay(time);
        if (running.advance(time)) continue;
        const state = structuredClone(running.save());
        const what = `${time}, from ${from} to ${to}`;
        const before = [...first.log];
        // Saving changes nothing either.
        if (k % 3 === 0) expect(running.result(), what).toEqual(left);
        // Other weights: those of the state count.
        const second = new Scene(rule, relaxation, to, sample, 4);
        const gone = second.simulator.resume(state, second.presentation);
        expect(gone.result(), what).toEqual(left);
        expect([...before, ...second.log], what).toEqual(whole.log);
        expect(second.simulator.parameters()).toEqual(whole.simulator.parameters());
      }
    },
  );

  it.each(cases)('leaves nothing when it is given up: %s', (_, rule, relaxation, sample) => {
    const grain = relaxation === onChange ? 'synapse' : 'arbor';
    const scene = new Scene(rule, relaxation, grain, sample);
    const before = scene.simulator.parameters();
    const state = structuredClone(scene.underWay(rule === sweeping ? -1 : 0.3).save());
    const other = new Scene(rule, relaxation, grain, sample, 4);
    const own = other.simulator.parameters();
    other.simulator.resume(state, other.presentation).abandon();
    expect(other.simulator.parameters()).toEqual(own);
    expect(() => scene.simulator.relax(sample, scene.presentation)).toThrow(/under way/);
    scene.simulator.dispose();
    expect(before).toEqual(new Scene(rule, relaxation, grain, sample).simulator.parameters());
    const after = other.simulator.relax(sample, other.presentation);
    const fresh = new Scene(rule, relaxation, grain, sample, 4);
    expect(after).toEqual(fresh.simulator.relax(sample, fresh.presentation));
  });
});

describe('a saved presentation', () => {
  const [, rule] = cases[0];
  const saved = (of = rule) => structuredClone(new Scene(of, sampled, 'arbor').underWay(0.3).save());
  const resumed = (state: unknown, of = rule, relaxation = sampled, grain: Grain = 'arbor') => {
    const scene = new Scene(of, relaxation, grain);
    return () => scene.simulator.resume(state as RunningState, scene.presentation, 'file');
  };

  it('is refused by name under another rule, way of speaking, network, and grain where weights move', () => {
    const state = saved();
    expect(resumed(state, phased(pc, { steps: 4 }))).toThrow(/saved with rule "pc, steps 3, stepSize 0.2"/);
    expect(resumed(state, rule, onChange)).toThrow(/saved with relaxation/);
    const other = problemOf(example(chain('tanh', 'mse'), 1));
    const simulator = new EventSimulator(other.network, initialParameters(other.network, 3));
    expect(() => simulator.resume(state, { rule, relaxation: sampled })).toThrow(/input|network/);
    expect(resumed(saved(during), during, sampled, 'synapse')).toThrow(/saved with grain "arbor"/);
  });

  it('is refused by name where a part is not what it should be', () => {
    const changed = (...changes: [path: string, value: unknown][]) => {
      const state = saved();
      for (const [path, value] of changes) put(state, path.split('/'), value);
      return resumed(state);
    };
    expect(changed(['circuit/populations/a/states/0', new Float64Array(1)])).toThrow(
      /file.circuit.populations.a.states.0: got .*expected 4 finite numbers/,
    );
    expect(changed(['circuit/populations/a/voices/up/spoken/0', Uint8Array.of(0, 0, 0, 2)])).toThrow(
      /voices.up.spoken.0: got .*expected 4 flags/,
    );
    expect(changed(['relaxing/place/over', 5])).toThrow(/file.circuit.queue.tasks: got 1,2, expected 1,3/);
    expect(changed(['relaxing/place/over', 1])).toThrow(/file.circuit.queue.clock: got steps of 0.2/);
    expect(changed(['relaxing/place/over', 99])).toThrow(
      /file.relaxing.place.over: got 99, expected at most/,
    );
    expect(changed(['circuit/queue/clock/period', 3])).toThrow(/a step size of the rule/);
    expect(changed(['circuit/weights', {}])).toThrow(/file.circuit.weights.a.weight/);
    expect(changed(['relaxing/answers', {}])).toThrow(/file.relaxing.answers: got 0/);
  });
});

function put(state: unknown, [key, ...rest]: readonly string[], value: unknown): void {
  const object = state as Record<string, unknown>;
  if (rest.length > 0) put(object[key], rest, value);
  else object[key] = value;
}

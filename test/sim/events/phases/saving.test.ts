import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/messages/message.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { RunningState } from '../../../../src/sim/events/save/running.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { chain, example, tangle } from '../../../reference/index.js';
import { problemOf } from '../../batched/problem.js';

type Grain = 'arbor' | 'synapse';

const { network, batch } = problemOf(example(tangle('tanh', 'mse'), 1));
const names = [...Object.keys(network.inputs), ...Object.keys(network.nodes)];
const sampled = relaxationOf({});
const onChange = relaxationOf({ messages: 'threshold', quantum: 0.01 });

const during = phased(pc, { plasticity: 'continuous', steps: 3, stepSize: 0.2 });
const sweeping = phased(fa);
const cases: readonly (readonly [string, PhasedRule, Relaxation])[] = [
  ['pc', phased(pc, { steps: 3, stepSize: 0.2 }), sampled],
  ['pc on change', phased(pc, { steps: 3, stepSize: 0.2 }), onChange],
  ['pc with continuous plasticity', during, sampled],
  ['ep', phased(ep, { freeSteps: 2, nudgedSteps: 2, stepSize: 0.3, nudging: 'symmetric' }), sampled],
  ['fa', sweeping, sampled],
];

class Scene {
  readonly log: Message[] = [];
  readonly simulator: EventSimulator;
  readonly presentation;

  constructor(rule: PhasedRule, relaxation: Relaxation, grain: Grain, seed = 3) {
    this.simulator = new EventSimulator(network, initialParameters(network, seed, pathwayOf(rule)), {
      grain,
    });
    this.simulator.listen(...names).subscribe((message) => this.log.push(message));
    this.presentation = { rule, relaxation, learningRate: 0.1 };
  }

  /** Begun, and played up to a time. */
  underWay(time: number) {
    const running = this.simulator.begin(batch, this.presentation);
    running.advance(time);
    return running;
  }
}

/** At no time yet, within the sweep's instant, between steps, at a step, where one phase follows another. */
const times = [-1, 0, 0.1, 0.2, 0.45, 0.6, 0.9];

describe.each(['arbor', 'synapse'] as const)('a presentation under way, grain %s', (grain) => {
  it.each(cases)(
    'is the same in the end, wherever it is stopped and gone on with: %s',
    (_, rule, relaxation) => {
      const whole = new Scene(rule, relaxation, grain);
      const left = whole.simulator.relax(batch, whole.presentation);
      for (const time of times) {
        const first = new Scene(rule, relaxation, grain);
        const running = first.underWay(time);
        if (running.advance(time)) continue;
        const state = structuredClone(running.save());
        // Saving changes nothing either.
        expect(running.result(), `${time}`).toEqual(left);
        // Other weights: those of the state count.
        const second = new Scene(rule, relaxation, grain, 4);
        const gone = second.simulator.resume(state, second.presentation);
        expect(gone.result(), `${time}`).toEqual(left);
        const heard = first.log.length - second.log.length;
        expect([...first.log.slice(0, heard), ...second.log], `${time}`).toEqual(whole.log);
        expect(second.simulator.parameters()).toEqual(whole.simulator.parameters());
      }
    },
  );

  it.each(cases)('leaves nothing when it is given up: %s', (_, rule, relaxation) => {
    const scene = new Scene(rule, relaxation, grain);
    const before = scene.simulator.parameters();
    const state = structuredClone(scene.underWay(rule === sweeping ? -1 : 0.3).save());
    const other = new Scene(rule, relaxation, grain, 4);
    const own = other.simulator.parameters();
    other.simulator.resume(state, other.presentation).abandon();
    expect(other.simulator.parameters()).toEqual(own);
    expect(() => scene.simulator.relax(batch, scene.presentation)).toThrow(/under way/);
    scene.simulator.dispose();
    expect(before).toEqual(new Scene(rule, relaxation, grain).simulator.parameters());
    const after = other.simulator.relax(batch, other.presentation);
    const fresh = new Scene(rule, relaxation, grain, 4);
    expect(after).toEqual(fresh.simulator.relax(batch, fresh.presentation));
  });
});

describe('a saved presentation', () => {
  const [, rule] = cases[0];
  const saved = (of = rule, relaxation = sampled, grain: Grain = 'arbor') =>
    structuredClone(new Scene(of, relaxation, grain).underWay(0.3).save());
  const resumed = (state: unknown, of = rule, relaxation = sampled, grain: Grain = 'arbor') => {
    const scene = new Scene(of, relaxation, grain);
    return () => scene.simulator.resume(state as RunningState, scene.presentation, 'file');
  };

  it('goes on at either grain, where weights stay', () => {
    for (const [, one, relaxation] of cases.filter(([, { rule: of }]) => of !== during.rule)) {
      const left = new Scene(one, relaxation, 'arbor').underWay(0.3).result();
      for (const [from, to] of [
        ['arbor', 'synapse'],
        ['synapse', 'arbor'],
      ] as const) {
        const running = new Scene(one, relaxation, from).underWay(0.3);
        if (running.advance(0.3)) continue;
        expect(resumed(structuredClone(running.save()), one, relaxation, to)().result()).toEqual(left);
      }
    }
  });

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

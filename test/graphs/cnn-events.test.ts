import { describe, expect, it } from 'vitest';
import { decodeState, encodeState } from '../../src/lab/state-files.js';
import type { State } from '../../src/messages/state.js';
import { parseNetwork } from '../../src/network/parse.js';
import { ar } from '../../src/rules/ar.js';
import type { EventSimulator } from '../../src/sim/events/engine.js';
import type { RunningState } from '../../src/sim/events/save/running.js';
import { phased } from '../../src/sim/phased.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import type { PhasedRule } from '../../src/sim/rule.js';
import { deviation } from '../reference/index.js';
import { heard, relaxing, sceneOf } from '../sim/events/phases/patterned.js';
import { graphsOfRules } from './rules/graphs.js';
import { circuitIn, naively, samplesOf } from './rules/naive-rule.js';

const stepSize = 0.25;
const steps = 6;
const cnn = parseNetwork(graphsOfRules['a CNN']);
const slow = relaxing(graphsOfRules['a CNN']);
const grains = ['arbor', 'synapse'] as const;
const inSteps = relaxationOf({ solver: 'euler' });
const rule = phased(ar, { steps, stepSize });
const nodes = Object.keys(cnn.nodes);

/** x of every node after every step, as loops have it, of one sample. */
function courseOf({ network, parameters, batch }: ReturnType<typeof sceneOf>, count: number, h: number) {
  const chosen = {
    feedback: 'transpose',
    derivative: 'frozen',
    updateDerivative: 'frozen',
    presynaptic: 'stored',
  };
  const more = { plasticity: 'equilibrium', bias: 'included', inputs: 'clamped', initial: 'forward' };
  const loops = naively('ar', { ...chosen, ...more, steps: count, stepSize: h });
  const told = { learningRate: 0.1, draw: 0 };
  return loops(circuitIn(network), parameters, samplesOf(batch), told).course;
}

interface Row {
  readonly time: number;
  readonly values: readonly number[];
}

function watched(simulator: EventSimulator, what: 'activity' | 'drive', names: readonly string[]): Row[] {
  const rows: Row[] = [];
  simulator
    .watch(what, [...names], { every: stepSize })
    .seen.subscribe(({ time, values }) => rows.push({ time, values: [...values] }));
  return rows;
}

/** All that may be recorded of it. */
function recorded(simulator: EventSimulator) {
  const weights = nodes.filter((name) => /^(c|h|out)/.test(name)).map((name) => `${name}.weight`);
  const changes: (readonly [string, number, number])[] = [];
  for (const [what, who] of [
    ['activity', ['image', ...nodes]],
    ['drive', ['c1', 'c2', 'h']],
    ['weight', weights],
  ] as const) {
    const { actors, seen } = simulator.changes(what, who);
    seen.subscribe(({ time, actor, value }) => changes.push([`${what} ${actors[actor]}`, time, value]));
  }
  return {
    changes,
    activity: watched(simulator, 'activity', nodes),
    drive: watched(simulator, 'drive', ['c1', 'c2', 'h']),
  };
}

const copied = (state: RunningState): RunningState =>
  decodeState(
    encodeState('file', 'test', state as unknown as State),
    'file',
    'test',
  ) as unknown as RunningState;

describe.each(grains)('a CNN on the event engine, grain %s', (grain) => {
  it('is recorded as loops have it, step by step, pools too', () => {
    const scene = sceneOf({ network: cnn, rule, samples: 1 });
    const simulator = scene.events({ grain });
    const rows = watched(simulator, 'activity', nodes);
    simulator.relax(scene.batch, { rule, relaxation: inSteps });
    const course = courseOf(scene, steps, stepSize);
    const wanted = course.map((frame) => nodes.flatMap((name) => frame[`${name}.x`]));
    expect(rows.map(({ time }) => time)).toEqual(course.map((_, k) => k * stepSize));
    expect(deviation({ rows: rows.map(({ values }) => values) }, { rows: wanted }, 0.1)).toBeLessThan(1e-12);
  });

  it('is recorded with drives by which neurons move', () => {
    const scene = sceneOf({ network: cnn, rule, samples: 1 });
    const simulator = scene.events({ grain });
    const [x, drives] = (['activity', 'drive'] as const).map((what) =>
      watched(simulator, what, ['c1', 'c2', 'h']),
    );
    simulator.relax(scene.batch, { rule, relaxation: inSteps });
    for (let k = 1; k <= steps; k++)
      for (const [i, to] of x[k].values.entries()) {
        const from = x[k - 1].values[i];
        expect(from + stepSize * (drives[k].values[i] - from)).toBeCloseTo(to, 14);
      }
  });

  it('tells of a weight that many synapses have when that has learned, once', () => {
    const scene = sceneOf({ network: cnn, rule, samples: 1 });
    const simulator = scene.events({ grain });
    const seen: number[] = [];
    simulator.changes('weight', ['c1.weight[1,4]']).seen.subscribe(({ value }) => seen.push(value));
    for (let i = 0; i < 2; i++)
      simulator.train(scene.batch, { rule, relaxation: inSteps, learningRate: 0.1 });
    const [before, after] = [scene.parameters, simulator.parameters()].map(
      (all) => all['c1.weight'].data[6 + 4],
    );
    expect(after).not.toBe(before);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toBe(after);
  });

  it.each([
    ['steps', cnn, rule, inSteps],
    ['weights that move', cnn, phased(ar, { steps, stepSize, plasticity: 'continuous' }), inSteps],
    ['messages on change', slow, phased(ar), relaxationOf({ messages: 'threshold', quantum: 0.02 })],
  ] as const)('comes out the same with recorders and without: %s', (_, network, one, relaxation) => {
    const run = (records: boolean) => {
      const scene = sceneOf({ network, rule: one, samples: 1 });
      const simulator = scene.events({ grain });
      const { changes } = records ? recorded(simulator) : { changes: [] };
      const presentation = { rule: one, relaxation, learningRate: 0.1 };
      const relaxed = simulator.relax(scene.batch, presentation);
      simulator.train(scene.batch, presentation);
      return { left: [relaxed, simulator.parameters()], seen: changes.length };
    };
    const [plain, watching] = [run(false), run(true)];
    expect(watching.seen).toBeGreaterThan(100);
    expect(watching.left).toEqual(plain.left);
  });
});

it('a relaxation that is saved on the way goes on in the other grain, as the whole is recorded', () => {
  const begun = (grain: (typeof grains)[number], one: PhasedRule = rule) => {
    const scene = sceneOf({ network: cnn, rule: one, samples: 1 });
    const simulator = scene.events({ grain });
    const presentation = { rule: one, relaxation: inSteps, learningRate: 0.1 };
    return {
      ...scene,
      simulator,
      presentation,
      log: heard(simulator, scene.names),
      seen: recorded(simulator),
    };
  };
  const whole = begun('arbor');
  const left = whole.simulator.relax(whole.batch, whole.presentation);
  for (const [k, time] of [0.3, 0.5, 1.1].entries()) {
    const [first, second] = [begun(grains[k % 2]), begun(grains[(k + 1) % 2])];
    const running = first.simulator.begin(first.batch, first.presentation);
    expect(running.advance(time)).toBe(false);
    const before = [...first.log];
    const rows = [...first.seen.activity];
    const state = copied(running.save());
    expect(second.simulator.resume(state, second.presentation).result()).toEqual(left);
    expect([...before, ...second.log]).toEqual(whole.log);
    expect([...rows, ...second.seen.activity]).toEqual(whole.seen.activity);
  }
});

it('messages on change lead where loops go, the nearer the smaller the quantum, in both grains to the bit', () => {
  const one = phased(ar);
  const scene = sceneOf({ network: slow, rule: one, samples: 1 });
  const end = courseOf({ ...scene, network: cnn }, 200, 0.3).at(-1)!;
  const wanted = Object.fromEntries(nodes.map((name) => [`${name}.x`, end[`${name}.x`]]));
  const spoken = [0.1, 0.01, 0.001].map((quantum) => {
    const relaxation = relaxationOf({ messages: 'threshold', quantum });
    const [arbor, synapse] = grains.map((grain) =>
      scene.events({ grain }).relax(scene.batch, { rule: one, relaxation }),
    );
    expect(arbor).toEqual(synapse);
    const states = Object.fromEntries(nodes.map((name) => [`${name}.x`, arbor.states![`${name}.x`].data]));
    expect(deviation(states, wanted, 0.1), `${quantum}`).toBeLessThan(8 * quantum);
    return arbor.energy!.messages.down;
  });
  expect(spoken[1]).toBeGreaterThan(5 * spoken[0]);
  expect(spoken[2]).toBeGreaterThan(5 * spoken[1]);
});

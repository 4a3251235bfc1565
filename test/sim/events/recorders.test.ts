import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../src/network/parameters.js';
import { parseNetwork } from '../../../src/network/parse.js';
import type { Cells } from '../../../src/sim/events/build/cells.js';
import { EventSimulator } from '../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../src/sim/events/options.js';
import type { Times } from '../../../src/sim/events/watch/index.js';
import { makesSteps, relaxationOf } from '../../../src/sim/relaxation.js';
import { arVariant } from '../../../src/sim/rules/ar.js';
import { rules } from '../../../src/sim/rules.js';
import type { Relaxation } from '../../../src/sim/simulator.js';
import { variantOf } from '../../../src/sim/variant.js';
import { networks } from '../../agreement/networks.js';
import { randomBatch } from '../../agreement/problems.js';
import { refusal } from '../../network/refusals.js';

const rule = rules.ar;
const skip = parseNetwork(networks['skip connection']);
const nodes = Object.keys(skip.nodes);
const batch = randomBatch(skip, 2, 1);

function simulatorOf(options: EventOptions = {}, network = skip): EventSimulator {
  return new EventSimulator(network, initialParameters(network, 1), options);
}

interface Row {
  readonly time: number;
  readonly values: number[];
}

/** Watches, and keeps copies of all frames. */
function keep(
  simulator: EventSimulator,
  names: string[],
  times: Times,
  what: 'activity' | 'drive' = 'activity',
) {
  const rows: Row[] = [];
  const { actors, seen } = simulator.watch(what, names, times);
  seen.subscribe(({ time, values }) => rows.push({ time, values: [...values] }));
  return { actors, rows };
}

const ways: Record<string, Relaxation> = {
  steps: relaxationOf({ steps: 8, stepSize: 0.25 }),
  trajectories: relaxationOf({ duration: 2, stepSize: 0.25 }),
  thresholds: relaxationOf({ messages: 'threshold', quantum: 0.05, duration: 2, stepSize: 0.25 }),
};

describe.each(['synapse', 'arbor'] as const)('watching at given times, grain %s', (grain) => {
  it.each(Object.entries(ways))('sees the course of a relaxation by %s, of each sample', (_, relaxation) => {
    const simulator = simulatorOf({ grain });
    const { actors, rows } = keep(simulator, nodes, { every: 0.25 });
    const { course } = simulator.relax(batch, { rule, relaxation, record: true });
    expect(actors).toHaveLength(7 + 5 + 3);
    expect(actors[8]).toBe('h2[1]');
    const want = [0, 1].flatMap((sample) =>
      course.map((frame, k) => ({
        time: k * 0.25,
        values: nodes.flatMap((node) => {
          const { data, shape } = frame[node];
          return [...data.subarray(sample * shape[1], (sample + 1) * shape[1])];
        }),
      })),
    );
    expect(rows).toEqual(want);
  });

  it('sees the drive of each step, which is what the activity moved by', () => {
    const simulator = simulatorOf({
      grain,
      cells: { h1: { noise: { kind: 'ornstein-uhlenbeck', sd: 1, tau: 1 } } },
    });
    const x = keep(simulator, ['h1'], { every: 0.25 }).rows;
    const drive = keep(simulator, ['h1'], { every: 0.25 }, 'drive').rows;
    simulator.relax({ ...randomBatch(skip, 1, 1) }, { rule, relaxation: ways.steps });
    expect(x).toHaveLength(9);
    for (let k = 1; k < x.length; k++) {
      for (const [i, to] of x[k].values.entries()) {
        const from = x[k - 1].values[i];
        expect(from + 0.25 * (drive[k].values[i] - from)).toBeCloseTo(to, 14);
      }
    }
  });

  it('sees the drive that a course follows: its derivative and itself', () => {
    for (const way of ['trajectories', 'thresholds']) {
      const simulator = simulatorOf({ grain });
      const d = 1e-5;
      const at = [0.7 - d, 0.7, 0.7 + d];
      const [before, now, after] = keepAll(simulator, at, ways[way]);
      for (const [i, drive] of now.drive.entries()) {
        const slope = (after.activity[i] - before.activity[i]) / (2 * d);
        expect(drive).toBeCloseTo(now.activity[i] + slope, 8);
      }
    }
  });
});

function keepAll(simulator: EventSimulator, at: number[], relaxation: Relaxation) {
  const activity = keep(simulator, ['h1', 'h2'], { at }).rows;
  const drive = keep(simulator, ['h1', 'h2'], { at }, 'drive').rows;
  simulator.relax(randomBatch(skip, 1, 1), { rule, relaxation });
  return at.map((_, k) => ({ activity: activity[k].values, drive: drive[k].values }));
}

describe('watching at given times', () => {
  it('sees the end of an instant, inputs too, and goes on from presentation to presentation', () => {
    const simulator = simulatorOf({ delays: { h1: 1 } });
    const { rows } = keep(simulator, ['image[0]', 'h1[0]'], { at: [0, 0.999, 1, 1.5] });
    simulator.predict(batch.inputs);
    const forward = simulator.relax(batch, { rule, relaxation: relaxationOf({ steps: 0 }) }).forward.h1.data;
    const image = (sample: number) => batch.inputs.image.data[6 * sample];
    // The image reaches h1 at time 1, where the sweep ends; nothing lasts to 1.5. Before, there is nothing.
    expect(rows.slice(0, 6)).toEqual([
      { time: 0, values: [image(0), 0] },
      { time: 0.999, values: [image(0), 0] },
      { time: 1, values: [image(0), forward[0]] },
      { time: 0, values: [image(1), 0] },
      { time: 0.999, values: [image(1), 0] },
      { time: 1, values: [image(1), forward[7]] },
    ]);
  });

  it('ends when nobody wants to see more', () => {
    const simulator = simulatorOf();
    let seen = 0;
    const watching = simulator.watch('activity', ['h1'], { every: 0.5 }).seen.subscribe(() => seen++);
    simulator.relax(batch, { rule, relaxation: ways.steps });
    expect(seen).toBe(2 * 5);
    watching.unsubscribe();
    simulator.relax(batch, { rule, relaxation: ways.steps });
    expect(seen).toBe(2 * 5);
  });

  it('refuses what cannot be watched', () => {
    const watch = (...all: Parameters<EventSimulator['watch']>) => refusal(() => simulatorOf().watch(...all));
    const every = { every: 1 };
    expect(watch('drive', ['image'], every)).toBe('selection for drive: got "image", expected neurons.');
    expect(watch('weight', ['h1'], every)).toContain('expected synapses: NAME.weight');
    expect(watch('activity', ['h1.weight'], every)).toContain('expected neurons and inputs');
    expect(watch('activity', ['h3'], every)).toContain('Try h');
    expect(watch('activity', ['h1'], { every: 0 })).toContain('times.every: got 0');
    expect(watch('activity', ['h1'], { at: [0, 1, 1] })).toContain('times.at[2]: got 1');
    expect(watch('activity', ['h1'], { at: [-1] })).toContain('times.at[0]: got -1');
    expect(watch('activty' as 'activity', ['h1'], every)).toContain('Try "activity"');
  });
});

describe('watching changes', () => {
  it('sees activities and drives whenever they are set', () => {
    const simulator = simulatorOf();
    const seen: string[] = [];
    const { actors, seen: changes } = simulator.changes('drive', ['h2[1]', 'h2[0-1]', 'out[0]']);
    changes.subscribe(({ time, actor }) => seen.push(`${time} ${actors[actor]}`));
    simulator.relax(randomBatch(skip, 1, 1), { rule, relaxation: relaxationOf({ steps: 2, stepSize: 0.5 }) });
    // At every step; the output is clamped and has no drive.
    expect(seen.sort()).toEqual(['0.5 h2[0]', '0.5 h2[1]', '1 h2[0]', '1 h2[1]']);
  });

  it('sees weights when they have changed', () => {
    for (const grain of ['synapse', 'arbor'] as const) {
      const simulator = simulatorOf({ grain });
      const seen: { time: number; value: number }[] = [];
      const { seen: changes } = simulator.changes('weight', ['out.weight[2,1]']);
      changes.subscribe(({ time, value }) => seen.push({ time, value }));
      const learning = { rule, relaxation: relaxationOf({ steps: 4, stepSize: 0.5 }), learningRate: 0.1 };
      const values = [1, 2].map(() => {
        simulator.train(batch, learning);
        return simulator.parameters()['out.weight'].data[2 * 18 + 1];
      });
      expect(values[1]).not.toBe(values[0]);
      expect(seen).toEqual(values.map((value) => ({ time: 2, value })));
    }
  });
});

describe('whatever is recorded, the path is the same, bit for bit', () => {
  const noise: Cells = {
    h1: { noise: { kind: 'white', sd: 0.3 } },
    h2: { noise: { kind: 'ornstein-uhlenbeck', sd: 0.3, tau: 2 } },
  };
  const heterogeneous: Cells = { h1: { tau: 2 }, h2: { dead: [1] } };
  const current = arVariant(variantOf({ derivative: 'current' }));
  const continuous = arVariant(variantOf({ plasticity: 'continuous' }));
  const scenes = {
    'steps with noise': { relaxation: ways.steps, cells: noise, rule },
    'steps in random order': {
      relaxation: relaxationOf({ steps: 5, schedule: 'asynchronous' }),
      cells: noise,
      rule,
    },
    'current derivatives': { relaxation: ways.steps, cells: noise, rule: current },
    'weights that move': { relaxation: ways.steps, cells: noise, rule: continuous },
    trajectories: { relaxation: ways.trajectories, cells: { h2: { dead: [1] } }, rule },
    thresholds: { relaxation: ways.thresholds, cells: heterogeneous, rule },
    'thresholds to silence': {
      relaxation: relaxationOf({ messages: 'threshold', quantum: 0.02 }),
      cells: heterogeneous,
      rule,
    },
  };
  const everything = ['image', ...nodes, ...nodes.map((node) => `${node}.weight`)];

  function recordAll(simulator: EventSimulator, every: number): () => number {
    let heard = 0;
    const count = () => heard++;
    simulator.listen(...everything).subscribe(count);
    const neurons = ['image', ...nodes];
    const weights = nodes.map((node) => `${node}.weight`);
    for (const [what, who] of [
      ['activity', neurons],
      ['drive', nodes],
      ['weight', weights],
    ] as const) {
      simulator.watch(what, who, { every }).seen.subscribe(count);
      simulator.changes(what, who).seen.subscribe(count);
    }
    return () => heard;
  }

  it.each(Object.entries(scenes))('%s, with delays, losses or neither, both grains', (_, scene) => {
    const wires = { loss: 0.2, retransmit: 0.5, duplicate: 0.2, jitter: 0.3 };
    const delays = { h1: 0.3, h2: 0, out: (post: number, pre: number) => 0.1 * ((post + pre) % 3) };
    fc.assert(
      fc.property(
        fc.constantFrom('synapse' as const, 'arbor' as const),
        fc.constantFrom({}, { delays: { h2: 0.4 } }, { delays, wires }),
        fc.constantFrom(1, 2, 5),
        (grain, unreliable, steps) => {
          const every = makesSteps(scene.relaxation) ? steps * scene.relaxation.stepSize : 0.07 * steps;
          const run = (recording: boolean) => {
            const simulator = simulatorOf({ grain, cells: scene.cells, seed: 3, ...unreliable });
            const heard = recording ? recordAll(simulator, every) : () => 0;
            const samples = scene.rule === continuous ? 1 : 2;
            const one = randomBatch(skip, samples, 5);
            const presentation = { rule: scene.rule, relaxation: scene.relaxation, learningRate: 0.1 };
            const relaxed = simulator.relax(one, presentation);
            const trained = simulator.train(one, presentation);
            return { result: [relaxed, trained, simulator.parameters()], heard: heard() };
          };
          const recorded = run(true);
          expect(recorded.heard).toBeGreaterThan(1000);
          expect(recorded.result).toEqual(run(false).result);
        },
      ),
      { numRuns: 6 },
    );
  });
});

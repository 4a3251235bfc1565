import { describe, expect, it } from 'vitest';
import { ar } from '../../../../src/rules/ar.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { chain, example } from '../../../reference/index.js';
import { problemOf } from '../../batched/problem.js';

describe('the drive of a state that moves', () => {
  const { network, parameters, batch } = problemOf(example(chain('tanh', 'mse'), 1));
  const watched = (rule: PhasedRule, relaxation: Relaxation, state: string, every: number) => {
    const simulator = new EventSimulator(network, parameters, { grain: 'arbor' });
    const rows: { x: Float64Array; drive: Float64Array }[] = [];
    const [xs, all] = (['activity', 'drive'] as const).map((quantity) => {
      const frames: Float64Array[] = [];
      const names = Object.keys(network.nodes).map((node) => `${node}.${state}`);
      simulator
        .watch(quantity, names, { every }, rule)
        .seen.subscribe(({ values }) => frames.push(values.slice()));
      return frames;
    });
    const relaxed = simulator.relax(batch, { rule, relaxation });
    for (const [k, x] of xs.entries()) rows.push({ x, drive: all[k] });
    const alone = new EventSimulator(network, parameters, { grain: 'arbor' }).relax(batch, {
      rule,
      relaxation,
    });
    expect(relaxed).toEqual(alone);
    return rows;
  };

  it.each<readonly [string, PhasedRule, string]>([
    ['pc', phased(pc, { steps: 5, stepSize: 0.25 }), 'v'],
    ['pc, whose errors follow', phased(pc, { steps: 5, stepSize: 0.25, predictions: 'frozen' }), 'v'],
    ['ar', phased(ar, { steps: 5, stepSize: 0.25, derivative: 'current' }), 'x'],
  ])('is what it made its last step by: x + h (drive - x), under %s', (_, rule, state) => {
    const rows = watched(rule, relaxationOf({}), state, 0.25);
    expect(rows).toHaveLength(6);
    let largest = 0;
    for (const [k, { x, drive }] of rows.entries()) {
      if (k === 0) continue;
      for (const [i, before] of rows[k - 1].x.entries()) {
        // Outputs are clamped: nothing draws them.
        if (x[i] === before && drive[i] === 0) continue;
        expect(x[i]).toBeCloseTo(before + 0.25 * (drive[i] - before), 13);
        largest = Math.max(largest, Math.abs(drive[i] - before));
      }
    }
    expect(largest).toBeGreaterThan(0.1);
    expect(rows[0].drive.every((drive) => drive === 0)).toBe(true);
  });

  it.each<readonly [string, Partial<Relaxation>]>([
    ['trajectories', { duration: 2 }],
    ['threshold messages', { duration: 2, messages: 'threshold', quantum: 1e-3 }],
  ])('is dx/dt + x in continuous time: %s', (_, how) => {
    const step = 1 / 1024;
    const rule = phased(pc, { predictions: 'frozen' });
    const rows = watched(rule, relaxationOf(how), 'v', step);
    let largest = 0;
    for (const k of [200, 700, 1500, 2000]) {
      for (const [i, drive] of rows[k].drive.entries()) {
        const slope = (rows[k + 1].x[i] - rows[k - 1].x[i]) / (2 * step);
        if (slope === 0 && drive === 0) continue;
        expect(Math.abs(slope + rows[k].x[i] - drive)).toBeLessThan(1e-3);
        largest = Math.max(largest, Math.abs(slope));
      }
    }
    expect(largest).toBeGreaterThan(0.01);
  });

  it('has names, and is refused where nothing moves', () => {
    const simulator = new EventSimulator(network, parameters, { grain: 'arbor' });
    const names = (selection: string, rule: PhasedRule) =>
      simulator.watch('drive', [selection], { every: 1 }, rule).actors;
    expect(names('layers.0', phased(pc)).slice(0, 2)).toEqual(['layers.0.v[0]', 'layers.0.v[1]']);
    expect(names('layers.0.s[1]', phased(ep))).toEqual(['layers.0.s[1]']);
    expect(() => names('layers.0.e', phased(pc))).toThrow(
      /got "layers.0.e", expected a state that moves: v. Try layers.0.v/,
    );
    expect(() => names('layers.0', phased(fa))).toThrow(
      /got "layers.0" with rule fa, expected a rule under which states move/,
    );
    expect(() => names('input', phased(pc))).toThrow(/got "input", expected neurons/);
    expect(() => names('layers.0.weight', phased(pc))).toThrow(
      /selection for drive: got "layers.0.weight", expected neurons/,
    );
  });
});

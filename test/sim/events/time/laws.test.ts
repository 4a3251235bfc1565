import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parameters } from '../../../../src/network/parameters.js';
import type { Delay } from '../../../../src/sim/events/build/delays.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { rules } from '../../../../src/sim/rules.js';
import type { Relaxation, Relaxed } from '../../../../src/sim/simulator.js';
import { asSet, forReference } from '../../../agreement/problems.js';
import { relaxLate } from '../../../reference/delayed.js';
import { chains, relaxationIn, type Scene, scenes, stepSizes, ways } from './networks.js';

const rule = rules.ar;
const grains = fc.constantFrom('synapse' as const, 'arbor' as const);
/** Whole and broken numbers of steps. */
const lateness = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.double({ min: 0.01, max: 6, noNaN: true }));
const many = { numRuns: 60, seed: 16 };

function relax(
  scene: Scene,
  relaxation: Relaxation,
  options: EventOptions,
  parameters = scene.parameters,
): Relaxed {
  return new EventSimulator(scene.network, parameters, options).relax(scene.batch, {
    rule,
    relaxation,
    record: relaxation.messages !== 'threshold',
  });
}

/** The same to the bit where all happens at ticks, else to 1e-12. */
function expectSame(got: Relaxed, want: Relaxed, stepped: boolean): void {
  if (stepped) {
    expect(got.activity).toEqual(want.activity);
    expect(got.gradient).toEqual(want.gradient);
    expect(got.course).toEqual(want.course);
  } else {
    const scale = Math.max(...Object.values(want.activity).flatMap(({ data }) => [...data].map(Math.abs)));
    for (const [name, { data }] of Object.entries(want.activity)) {
      const off = Math.max(...[...data].map((x, i) => Math.abs(got.activity[name].data[i] - x)));
      expect(off / scale, name).toBeLessThan(1e-12);
    }
  }
}

/** Delays for each node of a scene. */
const delaysOf = ({ nodes }: Scene, lags: readonly number[]): Record<string, number> =>
  Object.fromEntries(nodes.map((node, i) => [node, lags[i % lags.length]]));

/** The first synapse of each node has the weight 0. */
function withoutFirst(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => {
      const copy = data.slice();
      if (name.endsWith('.weight')) copy[0] = 0;
      return [name, { shape, data: copy }];
    }),
  );
}

describe.each(ways)('$name', ({ given, stepped }) => {
  it('delays one by one are what a common delay is', () => {
    fc.assert(
      fc.property(
        scenes,
        grains,
        stepSizes,
        fc.array(lateness, { minLength: 1, maxLength: 4 }),
        lateness,
        (scene, grain, h, lags, other) => {
          const relaxation = relaxationIn(given, h);
          const parameters = withoutFirst(scene.parameters);
          const common = delaysOf(
            scene,
            lags.map((lag) => lag * h),
          );
          const each = Object.fromEntries(
            Object.entries(common).map(([node, lag]): [string, Delay] => [
              node,
              (post, pre, parent) => (post + pre + parent === 0 ? other * h : lag),
            ]),
          );
          const want = relax(scene, relaxation, { grain, delays: common }, parameters);
          expectSame(relax(scene, relaxation, { grain, delays: each }, parameters), want, stepped);
          const wires = { loss: 0, duplicate: 0, jitter: 0 };
          expectSame(relax(scene, relaxation, { grain, delays: common, wires }, parameters), want, stepped);
        },
      ),
      many,
    );
  });

  it('a later stimulus changes nothing but the times', () => {
    fc.assert(
      fc.property(
        chains,
        grains,
        stepSizes,
        fc.array(lateness, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 50 }),
        (scene, grain, h, lags, steps) => {
          const relaxation = relaxationIn(given, h);
          const delays = delaysOf(
            scene,
            lags.map((lag) => lag * h),
          );
          // What layer 0 is late by only puts off the beginning: inputs do not hear its feedback.
          const shifted = { ...delays, 'layers.0': delays['layers.0'] + steps * h };
          expectSame(
            relax(scene, relaxation, { grain, delays: shifted }),
            relax(scene, relaxation, { grain, delays }),
            stepped,
          );
        },
      ),
      many,
    );
  });

  it('running in pieces changes nothing, however small they are', () => {
    fc.assert(
      fc.property(
        scenes,
        grains,
        stepSizes,
        fc.array(lateness, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        (scene, grain, h, lags, piece) => {
          const relaxation = relaxationIn(given, h);
          const delays = delaysOf(
            scene,
            lags.map((lag) => lag * h),
          );
          const simulator = new EventSimulator(scene.network, scene.parameters, { grain, delays });
          const running = simulator.begin(scene.batch, { rule, relaxation });
          for (let k = 1; !running.advance(k * piece); k++);
          const { activity, gradient } = relax(scene, relaxation, { grain, delays });
          expect(running.result()).toMatchObject({ activity, gradient });
        },
      ),
      { ...many, numRuns: 20 },
    );
  });
});

describe('steps', () => {
  const stepped = ways.filter((way) => way.stepped);

  it('with delays are forward Euler of the delayed equation, as the reference makes it', () => {
    fc.assert(
      fc.property(
        scenes,
        grains,
        stepSizes,
        fc.array(lateness, { minLength: 1, maxLength: 9 }),
        fc.boolean(),
        (scene, grain, h, lags, zero) => {
          const late = (node: string, post: number, pre: number, parent: number) =>
            lags[(scene.nodes.indexOf(node) + 3 * post + 5 * pre + 7 * parent) % lags.length];
          const delays = Object.fromEntries(
            scene.nodes.map((node): [string, Delay] => [
              node,
              (post, pre, parent) => late(node, post, pre, parent) * h,
            ]),
          );
          const initial = zero ? 'zero' : 'forward';
          const got = relax(scene, relaxationIn({ steps: 15, initial }, h), { grain, delays });
          const params = asSet(scene.parameters);
          const ticks = (...synapse: [string, number, number, number]) => Math.ceil(late(...synapse) - 1e-9);
          const want = relaxLate(scene.description, params, forReference(scene.batch), ticks, {
            steps: 15,
            stepSize: h,
            initial,
          });
          expect(got.course.length).toBe(want.length);
          for (const [k, frame] of want.entries()) {
            const scale = Math.max(...Object.values(frame).flatMap((x) => x.map(Math.abs)));
            for (const [node, xs] of Object.entries(frame)) {
              const off = Math.max(...xs.map((x, i) => Math.abs(x - got.course[k][node].data[i])));
              expect(off / scale, `${node} at ${k}`).toBeLessThan(1e-12);
            }
          }
        },
      ),
      many,
    );
  });

  it('in another unit of time are the same, to the bit', () => {
    fc.assert(
      fc.property(
        scenes,
        grains,
        stepSizes,
        fc.array(lateness, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...stepped),
        fc.constantFrom(0.5, 0.25, 2),
        (scene, grain, h, lags, { given }, unit) => {
          const inUnits = (tau: number) => {
            const cells = Object.fromEntries(scene.nodes.map((node) => [node, { tau }]));
            const delays = delaysOf(
              scene,
              lags.map((lag) => lag * h * tau),
            );
            return relax(scene, relaxationIn(given, h * tau), { grain, delays, cells });
          };
          fc.pre(h * unit < 2);
          expectSame(inUnits(unit), inUnits(1), true);
        },
      ),
      many,
    );
  });

  it('seen at every step are what is set at every step', () => {
    const whole = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        scenes,
        grains,
        stepSizes,
        fc.integer({ min: 1, max: 4 }),
        whole,
        (scene, grain, h, every, lags) => {
          // Whole steps, so that the relaxation begins at one.
          const delays = delaysOf(
            scene,
            lags.map((lag) => lag * h),
          );
          const simulator = new EventSimulator(scene.network, scene.parameters, { grain, delays });
          const [node] = scene.nodes;
          const sampled = new Map<number, number[]>();
          const set = new Map<number, number[]>();
          const looks = simulator.watch('activity', [node], { every: every * h });
          looks.seen.subscribe(({ time, values }) => sampled.set(time, [...values]));
          const latest: number[] = [];
          simulator.changes('activity', [node]).seen.subscribe(({ time, actor, value }) => {
            latest[actor] = value;
            set.set(time, [...latest]);
          });
          simulator.relax(scene.batch, { rule, relaxation: relaxationIn({ steps: 12 }, h) });
          const both = [...sampled].filter(([time]) => set.has(time));
          for (const [time, values] of both) expect(values).toEqual(set.get(time));
          expect(both.length).toBeGreaterThanOrEqual(Math.floor(12 / every));
        },
      ),
      many,
    );
  });

  it('approach the delayed equation in continuous time at first order', () => {
    fc.assert(
      fc.property(
        chains,
        grains,
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 4 }),
        (scene, grain, lags) => {
          const delays = delaysOf(
            scene,
            lags.map((lag) => lag / 4),
          );
          const x = (relaxation: Partial<Relaxation>, h: number) =>
            relax(scene, relaxationIn(relaxation, h), { grain, delays }).activity;
          const exact = x({ duration: 4 }, 0.1);
          const off = (h: number) => {
            const got = x({ steps: Math.round(4 / h) }, h);
            let sum = 0;
            for (const node of scene.nodes)
              for (const [i, want] of exact[node].data.entries()) sum += Math.abs(got[node].data[i] - want);
            return sum;
          };
          const [coarse, fine] = [off(1 / 128), off(1 / 256)];
          if (coarse > 1e-9) expect(coarse / fine).toBeGreaterThan(1.9);
          if (coarse > 1e-9) expect(coarse / fine).toBeLessThan(2.1);
        },
      ),
      { numRuns: 15, seed: 16 },
    );
  });
});

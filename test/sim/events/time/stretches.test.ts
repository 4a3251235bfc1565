import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Waiting } from '../../../../src/messages/waiting.js';
import { layOut } from '../../../../src/network/layout.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { ar } from '../../../../src/rules/ar.js';
import { statesOf } from '../../../../src/rules/names.js';
import { pc } from '../../../../src/rules/pc.js';
import { buildDelays } from '../../../../src/sim/events/build/build-delays.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { ArrivalStretches } from '../../../../src/sim/events/phases/arrival-stretches.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxation, Relaxed } from '../../../../src/sim/simulator.js';
import { grains } from '../phases/continuous.js';
import { twice } from '../phases/continuous-scene.js';
import { scenes } from './networks.js';

afterEach(() => void vi.restoreAllMocks());

const rules: readonly PhasedRule[] = [
  phased(ar, { stepSize: 0.4 }),
  phased(ar, { ...{ updateDerivative: 'current', presynaptic: 'current', initial: 'zero' }, stepSize: 0.4 }),
  phased(pc, { predictions: 'frozen', stepSize: 0.4, outputVariance: 2 }),
  twice,
];
const ways: readonly Partial<Relaxation>[] = [
  { duration: 3 },
  { duration: 2.5, flush: true },
  {},
  { relativeQuantum: 0.3, duration: 2 },
  { quantum: 0.4, anneal: 0.7, smallestQuantum: 0.05 },
];
/** Random; with many of one time; so short that hardly anything comes within one. */
const delays = [
  { distribution: 'uniform', from: 0.3, to: 2 },
  (post: number, pre: number) => [0.25, 0.5, 1][(post + 2 * pre) % 3],
  (post: number, pre: number) => 0.1 * (1 + ((3 * post + pre) % 7)),
  { distribution: 'exponential', mean: 0.4 },
] as const;

const settings = fc.record({
  scene: scenes,
  rule: fc.constantFrom(...rules),
  way: fc.constantFrom(...ways),
  quantum: fc.constantFrom(0.02, 0.1),
  delay: fc.constantFrom(...delays),
  grain: fc.constantFrom(...grains),
  tau: fc.boolean(),
  dead: fc.boolean(),
});
type Setting = typeof settings extends fc.Arbitrary<infer T> ? T : never;

function simulatorOf({ scene, rule, delay, grain, tau, dead }: Setting): EventSimulator {
  const { network, nodes } = scene;
  const each = <T>(one: T) => Object.fromEntries(nodes.map((node) => [node, one]));
  const { size } = layOut(network).nodes[0];
  const cells = {
    ...(tau && { tau: Array.from({ length: size }, (_, k) => 0.5 + k / 3) }),
    ...(dead && { dead: [0] }),
  };
  const options: EventOptions = {
    delays: typeof delay === 'function' ? each(delay) : buildDelays(network, each(delay), 3),
    grain,
    ...((tau || dead) && { cells: { [nodes[0]]: cells } }),
  };
  return new EventSimulator(network, initialParameters(network, 5, pathwayOf(rule)), options);
}

const presentationOf = ({ rule, way, quantum }: Setting) => ({
  ...{ rule, record: true },
  relaxation: relaxationOf({ messages: 'threshold', quantum, ...way }),
});

/** What is left of a presentation, what recorders saw, and all that is saved when it is stopped at some times. */
function played(setting: Setting, stops: readonly number[], every: number | undefined): unknown {
  const { scene, rule } = setting;
  const simulator = simulatorOf(setting);
  const seen: unknown[] = [];
  if (every !== undefined) {
    const states = statesOf(rule.rule);
    const each = scene.nodes.flatMap((node) => states.map((state) => `${node}.${state}`));
    const watched = [
      simulator.watch('activity', scene.nodes, { every }, rule),
      simulator.watch('activity', each, { at: [0.2, 0.35, 0.71, 0.72, 0.73] }, rule),
    ];
    for (const one of watched) one.seen.subscribe((row) => seen.push(structuredClone(row)));
  }
  const running = simulator.begin(scene.batch, presentationOf(setting));
  const states: unknown[] = [];
  for (const stop of stops) if (!running.advance(stop)) states.push([running.time, running.save()]);
  const { time } = running;
  return { states, result: running.result() as Relaxed, time, end: running.time, seen };
}

/** The same by one task after the other. */
function oneByOne<T>(work: () => T): T {
  const none = vi.spyOn(Waiting.prototype, 'playBy').mockImplementation(() => {});
  const done = work();
  none.mockRestore();
  return done;
}

const stops = fc
  .array(fc.noBias(fc.integer({ min: 1, max: 800 })), { maxLength: 3 })
  .map((all) => [...new Set(all)].sort((a, b) => a - b).map((one) => one / 100));

describe('stretches of the shortest delay', () => {
  it('leave everything as one task after the other does: results, recorders, what is saved at any time', () => {
    const plays = vi.spyOn(ArrivalStretches.prototype, 'play');
    const law = fc.property(
      settings,
      stops,
      fc.constantFrom(undefined, 0.35, 0.05),
      (setting, some, every) => {
        const now = played(setting, some, every);
        expect(now).toEqual(oneByOne(() => played(setting, some, every)));
      },
    );
    fc.assert(law, { numRuns: 60, seed: 11 });
    const taken = plays.mock.results.filter(({ value }) => value === true).length;
    expect(taken).toBeGreaterThan(1000);
  });

  it('go on from what was saved, at either grain', () => {
    const law = fc.property(settings, stops, fc.constantFrom(...grains), (setting, some, grain) => {
      const presentation = presentationOf(setting);
      const whole = oneByOne(() => simulatorOf(setting).relax(setting.scene.batch, presentation));
      let running = simulatorOf(setting).begin(setting.scene.batch, presentation);
      for (const stop of some) {
        if (running.advance(stop)) continue;
        running = simulatorOf({ ...setting, grain }).resume(running.save(), presentation);
      }
      const { course: _, ...left } = running.result();
      const { course: __, ...expected } = whole;
      expect(left).toEqual(expected);
    });
    fc.assert(law, { numRuns: 30, seed: 12 });
  });
});

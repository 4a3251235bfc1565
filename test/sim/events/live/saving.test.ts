import { interval, map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../../src/math/random.js';
import type { Message } from '../../../../src/messages/message.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { movingPhases } from '../../../../src/rules/equation.js';
import { pc } from '../../../../src/rules/pc.js';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { type WayName, ways } from '../../../../src/sim/events/live/ways.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { rules } from '../../../../src/sim/rules.js';
import type { GrainName } from '../../../../src/synapses/grains.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';
import { byHand, chain, inputs, targets } from './scene.js';

const network = parseNetwork(networks['two inputs, two outputs, one of them with children']);
const nodes = Object.keys(network.nodes);
const times = [0, 3.7, 5, 11, 11.5, 24];
const end = 32;

type Live = Pick<LiveOptions, 'way'> & { readonly rule?: PhasedRule };

/** Ways, and rules in phases under a clock. */
const lives: readonly (readonly [what: string, options: Live])[] = [
  ...(Object.keys(ways) as WayName[]).map((way) => [way, { way }] as const),
  ...[phased(ar, { feedback: 'learned' }), phased(pc, { predictions: 'frozen' }), phased(dfa)].map(
    (rule) => [`strict-phases, ${rule.name}`, { way: 'strict-phases', rule }] as const,
  ),
];

function fresh(live: Live, grain: GrainName) {
  const { rule } = live;
  const moves = !rule || movingPhases(rule.rule).length > 0;
  const simulator = new LiveSimulator(network, initialParameters(network, 3, pathwayOf(rule ?? rules.ar)), {
    ...live,
    grain,
    learningRate: 0.1,
    strictPhases: { sweep: 2, ...(moves && { duration: 3 }) },
    oscillation: { period: 5, forward: 2, jitter: 0.3 },
    twoCompartments: { teachEvery: 1 },
    delays: { h1: 0.1, h2: 0.2, h3: 0.1, out: 0.3, side: 0.2 },
  });
  const log: Message[] = [];
  simulator
    .listen(...nodes, ...nodes.map((node) => `${node}.weight`))
    .subscribe((message) => log.push(message));
  return { simulator, log };
}

function stimulate(simulator: LiveSimulator): void {
  for (const [i, time] of times.entries()) {
    const batch = randomBatch(network, 1, i);
    const units = (set: typeof batch.inputs) =>
      Object.fromEntries(Object.entries(set).map(([key, { data }]) => [key, data]));
    simulator.present({
      time,
      inputs: units(batch.inputs),
      ...(i % 2 === 0 && { targets: units(batch.targets) }),
    });
    simulator.present({ time: time + 0.4, targets: i % 2 === 0 ? null : units(batch.targets) });
  }
}

describe.each(lives)('%s', (_, live) => {
  it.each<[GrainName, GrainName]>([
    ['synapse', 'synapse'],
    ['arbor', 'arbor'],
    ['synapse', 'arbor'],
    ['arbor', 'synapse'],
  ])('saved at grain %s, restored at grain %s: goes on to the bit, stimuli under way with it', (from, to) => {
    const whole = fresh(live, from);
    stimulate(whole.simulator);
    whole.simulator.runThrough(end);
    const random = randomStream(1, `saves/${from}/${to}`);
    for (let save = 0; save < (live.rule ? 2 : 5); save++) {
      const time = end * random.uniform();
      const before = fresh(live, from);
      stimulate(before.simulator);
      before.simulator.runThrough(time);
      const state = structuredClone(before.simulator.state());
      // Taking the state changes nothing, and it shares nothing with the simulation that goes on.
      before.simulator.runThrough(end);
      const after = fresh(live, to);
      after.simulator.restore(state);
      after.simulator.runThrough(end);
      const rest = whole.log.slice(whole.log.length - after.log.length);
      expect(before.log.length).toBe(whole.log.length);
      expect(whole.log[whole.log.length - after.log.length - 1]?.time ?? 0).toBeLessThanOrEqual(time);
      expect(JSON.stringify(after.log) === JSON.stringify(rest)).toBe(true);
      expect(after.simulator.parameters()).toEqual(whole.simulator.parameters());
      expect(after.simulator.energy).toEqual(whole.simulator.energy);
      expect(after.simulator.missed).toBe(whole.simulator.missed);
    }
  });
});

it.each([{}, { 'layers.1': 0.3 }])(
  'plans of a cycle before, that came to nothing, go with it: delays %j',
  (delays) => {
    const relu = { type: 'dense', units: 5, activation: 'relu' };
    const kinked = parseNetwork({
      input: [3],
      layers: [relu, relu, { type: 'dense', units: 2 }],
      loss: 'mse',
    });
    const rule = phased(ar, { derivative: 'current' });
    const make = () => {
      const strictPhases = { sweep: 2, duration: 3 };
      const given = { way: 'strict-phases', rule, learningRate: 0.1, strictPhases, delays } as const;
      return new LiveSimulator(kinked, initialParameters(kinked, 3), given);
    };
    const simulator = make();
    for (let k = 0; k < 4; k++) {
      const { inputs: images, targets: labels } = randomBatch(kinked, 1, k);
      simulator.present({
        time: 5 * k,
        inputs: { input: images.input.data },
        targets: { 'layers.2': labels['layers.2'].data },
      });
    }
    let left = 0;
    for (let time = 5.5; time < 20; time += 1.5) {
      simulator.runThrough(time);
      const state = structuredClone(simulator.state());
      left += state.queue.tasks.filter(({ owner }) => owner.includes('kinks')).length;
      const other = make();
      other.restore(state);
      for (const one of [other, simulator]) one.runThrough(time + 0.25);
      expect(other.parameters()).toEqual(simulator.parameters());
      expect(other.state()).toEqual(simulator.state());
    }
    expect(left).toBeGreaterThan(0);
  },
);

describe('a state is refused', () => {
  const make = (way: WayName) => new LiveSimulator(chain, byHand, { way, learningRate: 0.1 });

  it('by a simulation that has begun, of another way, or of another network', () => {
    const saved = make('oscillation');
    saved.runThrough(3);
    const state = saved.state();
    expect(() => saved.restore(state)).toThrow('LiveSimulator.restore: got a simulation at 3 tau,');
    expect(() => make('two-compartments').restore(state)).toThrow(
      'a state saved with way "oscillation", expected way',
    );
    expect(() => fresh({ way: 'oscillation' }, 'arbor').simulator.restore(state)).toThrow(
      'a state saved with network',
    );
  });

  it('while something is to happen at this time, or a source ticks', () => {
    const simulator = make('two-compartments');
    simulator.present({ time: 0, inputs, targets });
    expect(() => simulator.state()).toThrow('EventQueue.state: got an instant that is not over,');
    simulator.runThrough(1);
    simulator.follow(interval(5, simulator.queue).pipe(map(() => ({ time: simulator.queue.now(), inputs }))));
    expect(() => simulator.state()).toThrow('a task from outside');
  });
});

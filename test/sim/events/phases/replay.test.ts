import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { ar } from '../../../../src/rules/ar.js';
import { pc } from '../../../../src/rules/pc.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { kinked, network, presented, replayed, type Scene, simulatorOf, steps } from './replayed.js';
import { adapts, settings } from './settings.js';

const white = { noise: { kind: 'white', sd: 0.2 } } as const;
const frozen = phased(pc, { predictions: 'frozen' });
const scenes: readonly [string, Scene][] = [
  ['steps', { rule: phased(ar, steps) }],
  [
    'delays of synapses, and noise',
    {
      rule: phased(pc, steps),
      options: {
        delays: { h1: (post, pre) => 0.25 * (1 + ((post + pre) % 3)), out: 0.5 },
        cells: { h1: white },
      },
    },
  ],
  [
    'wires that lose, and the dead',
    {
      rule: phased(ar, steps),
      options: {
        wires: { loss: 0.2, retransmit: 1, duplicate: 0.2, jitter: 0.5 },
        cells: { h2: { dead: [1] } },
      },
    },
  ],
  ['messages on change at steps', { rule: phased(pc, steps), how: { messages: 'threshold', quantum: 0.05 } }],
  ['steps in a random order', { rule: phased(ar, steps), how: { schedule: 'asynchronous', seed: 2 } }],
  ['straight to equilibrium', { rule: phased(ar), how: { solver: 'equilibrium' } }],
  ['trajectories', { rule: frozen, how: { duration: 2 } }],
  [
    'trajectories of what moves nothing, too',
    { rule: phased(ar, { updateDerivative: 'current', presynaptic: 'current' }), how: { duration: 2 } },
  ],
  [
    'trajectories over wires and delays',
    {
      rule: phased(ar),
      how: { duration: 4 },
      options: {
        delays: { h1: 0.4, out: (post, pre) => 0.3 * (1 + ((post + pre) % 3)) },
        wires: { loss: 0.2, retransmit: 1, duplicate: 0.2, jitter: 0.5 },
      },
    },
  ],
  [
    'from kink to kink',
    { rule: phased(ar, { derivative: 'current' }), how: { duration: 4 }, network: kinked },
  ],
  ['threshold messages', { rule: phased(ar), how: { messages: 'threshold', quantum: 0.03 } }],
  [
    'threshold messages over delays',
    {
      rule: frozen,
      how: { messages: 'threshold', quantum: 0.03, duration: 3 },
      options: { delays: { h2: 0.3 } },
    },
  ],
];

describe('the log of a presentation under a rule in phases', () => {
  it.each(scenes)('replays to the same end, at both grains: %s', (_, scene) => {
    const { log, relaxed } = presented(simulatorOf(scene), scene);
    for (const grain of ['arbor', 'synapse'] as const) {
      const again = replayed({ ...scene, options: { ...scene.options, grain } }, log);
      expect(again.left).toBe(0);
      expect(again.relaxed).toEqual(relaxed);
      expect(again.log).toEqual(log);
    }
    expect(log.length).toBeGreaterThan(40);
  });

  it('replays under every rule', () => {
    for (const rule of settings.filter((one) => !adapts(one))) {
      const { log, relaxed } = presented(simulatorOf({ rule }), { rule });
      const again = replayed({ rule }, log);
      expect(again.left, rule.name).toBe(0);
      expect(again.relaxed, rule.name).toEqual(relaxed);
    }
  });

  it.each(scenes.slice(0, 3))(
    'decides what synapses hear, whatever neurons would have said: %s',
    (_, scene) => {
      const loud = { ...scene.options?.cells, h2: { ...scene.options?.cells?.h2, ...white } };
      const noisy = { ...scene, options: { ...scene.options, cells: loud, seed: 7 } };
      const { log, relaxed } = presented(simulatorOf(scene), scene);
      expect(presented(simulatorOf(noisy), noisy).log).not.toEqual(log);
      const again = replayed(noisy, log);
      expect(again.log).toEqual(log);
      expect(again.relaxed.energy).toEqual(relaxed.energy);
      expect(again.relaxed.states!['h2.x'] ?? again.relaxed.states!['h2.v']).not.toEqual(
        relaxed.states!['h2.x'] ?? relaxed.states!['h2.v'],
      );
      // Weights learn what the log has them learn; a bias is the neuron's own.
      expect(again.relaxed.gradient['h2.weight']).toEqual(relaxed.gradient['h2.weight']);
      expect(again.relaxed.gradient['h2.bias']).not.toEqual(relaxed.gradient['h2.bias']);
    },
  );

  it('may tell of other futures, and those who hear them follow', () => {
    const scene = { rule: frozen, how: { duration: 2 } };
    const { log, relaxed } = presented(simulatorOf(scene), scene);
    const [none, half] = [0, 0.5].map((constant) => {
      const futures = { e: { origin: 0, constant, terms: [] } };
      const edited = log.map((one) =>
        one.source.startsWith('h2') && one.futures ? { ...one, futures } : one,
      );
      return replayed(scene, edited).relaxed.states!;
    });
    expect(half['out.v']).toEqual(relaxed.states!['out.v']);
    // dv/dt = apical.e - (v - prediction), from v = prediction: v - prediction = apical.e (1 - e^-2).
    const { data: weights, shape } = initialParameters(network, 4, pathwayOf(frozen))['h2.weight'];
    const [outs, units] = shape;
    const apical = (unit: number) =>
      Array.from({ length: outs }, (_, k) => 0.5 * weights[k * units + unit]).reduce((a, b) => a + b);
    for (let unit = 0; unit < units; unit++) {
      const more = half['h1.e'].data[unit] - none['h1.e'].data[unit];
      expect(more).toBeCloseTo(apical(unit) * (1 - Math.exp(-2)), 12);
    }
  });

  it('is what stands where it was heard when time is over', () => {
    const scene = { rule: frozen, how: { duration: 2 } };
    const { log } = presented(simulatorOf(scene), scene);
    const futures = { e: { origin: 0, constant: 0.5, terms: [] } };
    const { states, phases } = replayed(
      scene,
      log.map((one) => (one.futures ? { ...one, futures } : one)),
    ).relaxed;
    // Then dv/dt = apical.e - e = apical.e e^-2, and e = apical.e (1 - e^-2).
    const errors = ['h1', 'h2'].flatMap((name) => [...states![`${name}.e`].data].map(Math.abs));
    expect(phases!.at(-1)!.velocity).toBeCloseTo(Math.max(...errors) / (Math.exp(2) - 1), 12);
  });

  it('says on change what its neurons would have said anew, whatever the log has of it', () => {
    // With steps of 1 tau states are where they will stay after as many as there are nodes above.
    const rule = phased(ar, { steps: 12, stepSize: 1 });
    const scene: Scene = { rule, how: { messages: 'threshold', quantum: 0 } };
    const { log } = presented(simulatorOf(scene), scene);
    const ofH2 = log.filter(({ source }) => source.startsWith('h2'));
    const edited = ofH2.map((one) => (one.kind === 'down.x' ? { ...one, value: one.value + 2 } : one));
    const { log: said, left } = replayed(scene, edited);
    expect(left).toBe(0);
    expect(said.filter(({ source }) => source.startsWith('h2'))).toEqual(edited);
    const down = ofH2.filter(({ kind }) => kind === 'down.x').length;
    const ever = ofH2.filter(({ kind }) => kind === 'learn').length * 13;
    expect(down).toBeGreaterThan(ever / 13);
    expect(down).toBeLessThan(ever / 2);
  });
});

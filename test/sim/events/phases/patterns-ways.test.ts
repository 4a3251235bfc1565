import { describe, expect, it } from 'vitest';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { chl } from '../../../../src/rules/chl.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { added, apart, heard, ported, relaxing, sceneOf } from './patterned.js';
import { grains } from './surroundings.js';

const networks = [
  ['ports are added', added],
  ['products and maxima', ported],
] as const;
const frozen = phased(pc, { predictions: 'frozen', outputVariance: 4 });
const still: readonly PhasedRule[] = [
  phased(ar),
  phased(ar, { feedback: 'learned', updateDerivative: 'current', presynaptic: 'current' }),
  phased(ar, { inputs: 'relaxing' }),
  frozen,
];

/** Both grains, which have the same bits and messages. */
function both(
  scene: ReturnType<typeof sceneOf>,
  rule: PhasedRule,
  relaxation: Relaxation,
  delays: Readonly<Record<string, number>> = {},
) {
  const [arbor, synapse] = grains.map((grain) => {
    const simulator = scene.events({ grain, delays });
    const log = heard(simulator, scene.names);
    return { relaxed: simulator.relax(scene.batch, { rule, relaxation }), log };
  });
  expect(arbor, rule.name).toEqual(synapse);
  return arbor.relaxed;
}

describe.each(networks)('%s', (_, description) => {
  const quick = parseNetwork(description);
  const slow = relaxing(description);

  it('goes to the fixed point of whole layers', () => {
    const relaxation = relaxationOf({ solver: 'equilibrium' });
    for (const rule of still)
      for (const network of [quick, slow]) {
        const scene = sceneOf({ network, rule });
        const layers = scene.layers().relax(scene.batch, { rule, relaxation });
        expect(apart(both(scene, rule, relaxation), layers, 1e-12), rule.name).toEqual([]);
      }
  });

  it('is where whole layers are in continuous time, by messages on change', () => {
    for (const rule of still) {
      const scene = sceneOf({ network: slow, rule, samples: 1 });
      const relaxation = relaxationOf({ messages: 'threshold', quantum: 1e-3 });
      const layers = scene
        .layers()
        .relax(scene.batch, { rule, relaxation: relaxationOf({ solver: 'equilibrium' }) });
      expect(apart(both(scene, rule, relaxation), layers, 0.05), rule.name).toEqual([]);
    }
  });

  it('moves in the order of a schedule as whole layers do', () => {
    const moving = [
      phased(ar, { steps: 3, stepSize: 0.3 }),
      phased(ar, { ...{ steps: 3, feedback: 'learned', derivative: 'current', inputs: 'relaxing' } }),
      phased(pc, { steps: 3, stepSize: 0.2 }),
      phased(ep, { freeSteps: 3, nudgedSteps: 2, stepSize: 0.3, beta: 0.25 }),
      phased(chl, { freeSteps: 3, clampedSteps: 2, stepSize: 0.3, gamma: 0.5 }),
    ];
    for (const schedule of ['top-down', 'asynchronous'] as const) {
      const relaxation = relaxationOf({ solver: 'euler', schedule });
      for (const rule of moving)
        for (const network of [quick, slow]) {
          const scene = sceneOf({ network, rule, samples: 1 });
          const layers = scene.layers().relax(scene.batch, { rule, relaxation });
          expect(apart(both(scene, rule, relaxation), layers, 1e-12), rule.name).toEqual([]);
        }
    }
  });

  it('learns by an optimiser what whole layers learn', () => {
    for (const type of ['momentum', 'adam'])
      for (const rule of [fa, ar].map((family) => phased(family))) {
        const scene = sceneOf({ network: quick, rule });
        const [one, other] = [scene.events({ grain: 'arbor' }), scene.layers()].map((simulator) => {
          const relaxation =
            rule.rule.name === 'fa' ? relaxationOf({}) : relaxationOf({ solver: 'equilibrium' });
          const terms = { rule, relaxation, learningRate: 0.01, optimiser: { type } };
          for (let k = 0; k < 3; k++) simulator.train(scene.batch, terms as never);
          return simulator.parameters();
        });
        for (const [name, { data }] of Object.entries(one))
          for (const [k, x] of data.entries()) expect(x, name).toBeCloseTo(other[name].data[k], 10);
      }
  });

  it('ends where it ends without delays, where all synapses of a node have one', () => {
    const delays = Object.fromEntries(Object.keys(slow.nodes).map((name, i) => [name, 0.25 * (1 + (i % 2))]));
    const rule = phased(ar, { steps: 60, stepSize: 0.5 });
    const scene = sceneOf({ network: slow, rule, samples: 1 });
    const steps = relaxationOf({ solver: 'euler' });
    expect(apart(both(scene, rule, steps, delays), both(scene, rule, steps), 1e-8)).toEqual([]);
    const silent = relaxationOf({ messages: 'threshold', quantum: 1e-3 });
    expect(apart(both(scene, rule, silent, delays), both(scene, rule, steps), 0.05)).toEqual([]);
  });
});

it.each(networks)(
  'ends where it ends without, over a delay or a wire for each synapse: %s',
  (_, description) => {
    const network = relaxing(description);
    const rule = phased(ar, { steps: 80, stepSize: 0.5 });
    const scene = sceneOf({ network, rule, samples: 1 });
    const names = Object.keys(network.nodes);
    const delay = (post: number, pre: number) => 0.1 + 0.2 * ((post + 2 * pre) % 4);
    const delays = Object.fromEntries(names.map((name) => [name, delay]));
    const relaxation = relaxationOf({ solver: 'euler' });
    const want = both(scene, rule, relaxation);
    const wires = { loss: 0.2, retransmit: 0.5, duplicate: 0.2, jitter: 0.5 };
    for (const options of [{ delays }, { delays, wires }, { wires }]) {
      const [arbor, synapse] = grains.map((grain) =>
        scene.events({ grain, ...options }).relax(scene.batch, { rule, relaxation }),
      );
      expect(arbor).toEqual(synapse);
      expect(apart(arbor, want, 1e-8)).toEqual([]);
    }
    const silent = relaxationOf({ messages: 'threshold', quantum: 1e-3 });
    expect(
      apart(scene.events({ delays }).relax(scene.batch, { rule, relaxation: silent }), want, 0.05),
    ).toEqual([]);
  },
);

it('says where it will be, over synapses of any pattern', () => {
  for (const rule of still) {
    const scene = sceneOf({ network: relaxing(added), rule });
    for (const duration of [1, 3]) {
      const relaxation = relaxationOf({ duration });
      const layers = scene
        .layers()
        .relax(scene.batch, { rule, relaxation: { ...relaxation, solver: 'closed-form' } });
      expect(apart(both(scene, rule, relaxation), layers, 1e-9), rule.name).toEqual([]);
    }
  }
});

it('goes from kink to kink, over synapses of any pattern', () => {
  const description = JSON.parse(
    JSON.stringify(added).replaceAll('tanh', 'relu').replaceAll('sigmoid', 'relu'),
  );
  const network = relaxing(description);
  const rule = phased(ar, { derivative: 'current', steps: 4000, stepSize: 0.0005 });
  const scene = sceneOf({ network, rule });
  const fine = scene.layers().relax(scene.batch, { rule, relaxation: relaxationOf({ solver: 'euler' }) });
  const exact = both(scene, rule, relaxationOf({ duration: 2 }));
  expect(apart(exact, fine, 5e-3)).toEqual([]);
});

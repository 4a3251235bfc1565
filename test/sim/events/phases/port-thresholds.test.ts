import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { chl } from '../../../../src/rules/chl.js';
import { ep } from '../../../../src/rules/ep.js';
import { pc } from '../../../../src/rules/pc.js';
import { words } from '../../../../src/rules/words.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxed } from '../../../../src/sim/simulator.js';
import { graphProblem } from '../../../graphs/problem.js';
import { anyGraph } from '../../../graphs/random.js';
import { apart, heard, ported, relaxing, sceneOf } from './patterned.js';
import { grains } from './surroundings.js';

const sampled = relaxationOf({});
const onChange = (quantum: number) => ({ ...sampled, messages: 'threshold', quantum }) as const;
const values = (...data: number[]) => ({ shape: [1, data.length], data: Float64Array.from(data) });

/** Slopes towards ports that stay, and that move while values may not. */
const rules = [
  phased(ar, { steps: 4, stepSize: 0.5 }),
  phased(ar, { steps: 4, stepSize: 0.5, derivative: 'current', inputs: 'relaxing' }),
  phased(pc, { steps: 4, stepSize: 0.2 }),
  phased(ep, { freeSteps: 4, nudgedSteps: 2, stepSize: 0.3, beta: 0.25 }),
  phased(chl, { freeSteps: 4, clampedSteps: 2, stepSize: 0.3, gamma: 0.5 }),
];

/** Those that take steps with a quantum, too: the others are in continuous time then. */
const stepping = rules.slice(1);

const silent = ({ energy: _, messages: __, ...rest }: Relaxed) => rest;

type N = { state: 'rate' | 'slope' | 'x'; says: { up: 'rate'; down: 'back' } };
const { say, set, move, rule: ruleOf } = words<N>();
/** Every neuron leaks towards 1 and what it hears from above; a bound that is never reached keeps it from continuous time. */
const leaking: PhasedRule = {
  ...{ kind: 'phases', name: 'leaking', needs: [] },
  rule: ruleOf({
    ...{ name: 'leaking', paths: { up: { way: 'up' }, down: { way: 'down' } } },
    answer: { phase: 'sweep', state: 'rate' },
    phases: [
      {
        ...{ name: 'sweep', order: 'up' },
        talk: [
          set({ rate: (_, n) => n.stimulus }, 'input'),
          set({ rate: (_, n) => n.in('rate'), slope: (_, n) => n.gate('rate') }, 'neuron'),
          say('up', { rate: 'rate' }),
        ],
      },
      {
        ...{ name: 'relax', steps: 4, stepSize: 0.5 },
        talk: [say('down', { back: (m, n) => m.mul(n.slope, n.x) }, 'neuron')],
        moves: [move({ x: (m, n) => m.sub(m.clip(m.add(1, n.apical.back), -100, 100), n.x) }, 'neuron')],
      },
    ],
  }),
};

it.each(grains)('by hand: a neuron speaks when what a port is told has moved: grain %s', (grain) => {
  const network = parseNetwork({
    inputs: { x: [1], y: [1] },
    nodes: {
      a: { type: 'add', factors: [2], from: ['x'], relaxes: true },
      b: { type: 'add', factors: [2], from: ['y'], relaxes: true },
      product: { type: 'multiply', from: ['a', 'b'], relaxes: true },
    },
    outputs: { product: { loss: 'mse' } },
  });
  const simulator = new EventSimulator(network, {}, { grain });
  const log = heard(simulator, ['product']);
  const batch = { size: 1, inputs: { x: values(3), y: values(5) }, targets: { product: values(59) } };
  const { states } = simulator.relax(batch, { rule: leaking, relaxation: onChange(2) });
  // Slopes are 10 and 6. It is 0, 1/2, 3/4, 7/8, 15/16: a is told 0, 5, 7.5, and not 8.75 nor 9.375.
  expect(['product', 'a', 'b'].map((name) => states![`${name}.x`].data[0])).toEqual([
    15 / 16,
    7.1875,
    4.6875,
  ]);
  expect(log.map(({ value }) => value)).toEqual([0, 0.5, 0.75]);
});

it('in any graph, with threshold 0 it comes to the same bits as where all is said, at both grains', () => {
  const law = fc.property(anyGraph, fc.constantFrom(...rules), fc.nat(1000), (graph, rule, seed) => {
    const { network, parameters, batch } = graphProblem(relaxing(graph), seed, 1);
    const [arbor, synapse] = grains.map((grain) => {
      const relaxed = (relaxation: typeof sampled) =>
        new EventSimulator(network, parameters, { grain }).relax(batch, { rule, relaxation });
      const [all, changed] = [relaxed(sampled), relaxed(onChange(0))];
      expect(silent(changed)).toEqual(silent(all));
      expect(changed.energy!.messages.down).toBeLessThanOrEqual(all.energy!.messages.down);
      return { changed, coarse: relaxed(onChange(0.05)) };
    });
    expect(arbor).toEqual(synapse);
  });
  fc.assert(law, { seed: 23, numRuns: 25 });
});

it('comes the nearer the smaller the threshold, for more messages', () => {
  for (const rule of stepping) {
    const scene = sceneOf({ network: relaxing(ported), rule, samples: 1 });
    const relaxed = (relaxation: typeof sampled) => scene.events().relax(scene.batch, { rule, relaxation });
    const want = relaxed(sampled);
    const rows = [1e-1, 1e-3, 1e-5].map(onChange).map(relaxed);
    expect(apart(rows[1], want, 0.1), rule.name).toEqual([]);
    expect(apart(rows[2], want, 1e-3), rule.name).toEqual([]);
    const counts = [...rows, want].map(({ energy }) => energy!.messages.down);
    expect(counts, rule.name).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[0], rule.name).toBeLessThan(counts[3]);
  }
});

it('goes on from where it was saved, with what each port was last told', () => {
  for (const rule of stepping) {
    const scene = sceneOf({ network: relaxing(ported), rule, samples: 1 });
    const presentation = { rule, relaxation: onChange(0.02) };
    for (const grain of grains) {
      const whole = scene.events({ grain }).relax(scene.batch, presentation);
      for (const time of [0.3, 0.6, 1.1]) {
        const running = scene.events({ grain }).begin(scene.batch, presentation);
        if (running.advance(time)) continue;
        const state = structuredClone(running.save());
        running.abandon();
        const gone = scene.events({ grain }).resume(state, presentation);
        expect(gone.result(), rule.name).toEqual(whole);
      }
    }
  }
});

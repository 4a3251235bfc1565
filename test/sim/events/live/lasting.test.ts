import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import type { Chosen } from '../../../../src/rules/family.js';
import { pc } from '../../../../src/rules/pc.js';
import type { Rule } from '../../../../src/rules/rule.js';
import { words } from '../../../../src/rules/words.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { LiveOptions } from '../../../../src/sim/events/live/options.js';
import { LiveSimulator } from '../../../../src/sim/events/live/simulator.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Batch } from '../../../../src/sim/simulator.js';
import { relativeDifference } from '../../../../src/sim/tolerance.js';
import type { GrainName } from '../../../../src/synapses/grains.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';

const network = parseNetwork(networks['two inputs, two outputs, one of them with children']);
const units = (set: Batch['inputs']) =>
  Object.fromEntries(Object.entries(set).map(([name, { data }]) => [name, data]));
const grains = ['synapse', 'arbor'] satisfies GrainName[];

const frozen = (chosen: Partial<Chosen<typeof pc.options>> = {}) =>
  phased(pc, { predictions: 'frozen', ...chosen });
const rules: readonly PhasedRule[] = [
  phased(ar),
  phased(ar, { initial: 'zero', feedback: 'learned' }),
  phased(ar, { feedback: 'random', bias: 'excluded', derivative: 'none' }),
  frozen({ outputVariance: 2 }),
  frozen({ convention: 'pre-activation' }),
  signed(),
];

function live(rule: PhasedRule, options: Partial<LiveOptions> & Pick<LiveOptions, 'way'>) {
  const parameters = initialParameters(network, 3, pathwayOf(rule));
  return new LiveSimulator(network, parameters, { learningRate: 0.02, ...options, rule });
}

describe.each(grains)('an oscillation in step with its stimuli, %s', (grain) => {
  it.each(rules.map((rule) => [rule.name, rule] as const))(
    'learns in each cycle what a presentation teaches: %s',
    (_, rule) => {
      const parameters = initialParameters(network, 3, pathwayOf(rule));
      const engine = new EventSimulator(network, parameters, { grain: 'arbor' });
      const simulator = live(rule, { way: 'oscillation', grain, oscillation: { period: 6, forward: 2 } });
      for (let k = 0; k < 3; k++) {
        const batch = randomBatch(network, 1, k);
        engine.train(batch, { rule, relaxation: relaxationOf({ duration: 4 }), learningRate: 0.02 });
        simulator.present({ time: 6 * k, inputs: units(batch.inputs), targets: units(batch.targets) });
      }
      simulator.runThrough(18);
      const learned = simulator.parameters();
      for (const [name, { data }] of Object.entries(engine.parameters()))
        expect(relativeDifference(learned[name].data, data), name).toBeLessThan(1e-12);
    },
  );
});

describe.each([frozen(), frozen({ convention: 'pre-activation', outputVariance: 4 })])(
  'two compartments under $name',
  (rule) => {
    const batch = randomBatch(network, 1, 5);
    const shown = (targets = true) => {
      const simulator = live(rule, {
        ...{ way: 'two-compartments', learningRate: 0 },
        twoCompartments: { teachEvery: 2 },
      });
      const taught = new Map<string, number>();
      simulator.listen(...Object.keys(network.nodes)).subscribe(({ kind, source, value }) => {
        if (kind === 'learn') taught.set(source, value);
      });
      const stimulus = { time: 0, inputs: units(batch.inputs) };
      simulator.present(targets ? { ...stimulus, targets: units(batch.targets) } : stimulus);
      return { simulator, taught };
    };

    it('come to teach what a presentation teaches that lasts for long', () => {
      const { simulator, taught } = shown();
      simulator.runThrough(60);
      const engine = new EventSimulator(network, initialParameters(network, 3));
      const { gradient } = engine.relax(batch, { rule, relaxation: relaxationOf({ duration: 60 }) });
      for (const name of Object.keys(network.nodes))
        for (const [unit, wanted] of gradient[`${name}.bias`].data.entries())
          expect((taught.get(`${name}[${unit}]`) ?? 0) / 2).toBeCloseTo(wanted, 10);
    });

    it('are held at nothing without a target, and let go when it is withdrawn', () => {
      const never = shown(false);
      never.simulator.runThrough(20);
      expect(never.taught.size).toBe(0);
      const { simulator, taught } = shown();
      simulator.present({ time: 10, targets: null });
      simulator.runThrough(60);
      taught.clear();
      simulator.runThrough(70);
      for (const value of taught.values()) expect(Math.abs(value)).toBeLessThan(1e-14);
    });
  },
);

describe('what is said at the end', () => {
  it('is counted, and synapses that hear it learn from it at once', () => {
    const rule = phased(ar, { initial: 'zero', feedback: 'learned' });
    const simulator = live(rule, { way: 'oscillation', oscillation: { period: 6, forward: 2 } });
    const said: number[] = [];
    simulator.listen('h3[1]').subscribe(({ kind, time }) => {
      if (kind === 'down.delta') said.push(time);
    });
    const { inputs, targets } = randomBatch(network, 1, 0);
    simulator.present({ time: 0, inputs: units(inputs), targets: units(targets) });
    const before = simulator.parameters()['h3.feedback'].data;
    simulator.runThrough(5.999);
    expect(simulator.parameters()['h3.feedback'].data).toEqual(before);
    const { down } = simulator.energy.messages;
    simulator.runThrough(6);
    expect(said).toEqual([6]);
    expect(simulator.parameters()['h3.feedback'].data).not.toEqual(before);
    expect(simulator.energy.messages.down).toBeGreaterThan(down);
  });
});

describe('refused by name', () => {
  it.each([
    [
      phased(pc),
      'oscillation',
      /got pc with way oscillation: set prediction = f\(add\(basal.v, bias\)\) in phase relax/,
    ],
    [curved(), 'two-compartments', /got curved.*: learn up = .*sub\(x, rate\), 1\) in phase relax, expected/],
    [phased(ar, { inputs: 'relaxing' }), 'two-compartments', /the moves of phase relax/],
  ] as const)('%o', (rule, way, message) => {
    expect(() => live(rule, { way })).toThrow(message);
  });

  it('but an oscillation only needs where states are', () => {
    expect(() => live(curved(), { way: 'oscillation' })).not.toThrow();
  });

  it('where a relaxation begins, of a rule that says so itself', () => {
    const options = { way: 'oscillation', oscillation: { initial: 'zero' } } as const;
    expect(() => live(phased(ar), options)).toThrow('oscillation.initial: got it with rule ar,');
  });
});

/** Feedback over the signs of the forward weights. */
function signed(): PhasedRule {
  const { rule, ...rest } = phased(ar);
  const down = { ...rule.paths.down, ofMate: <T>(m: { sign(a: T | number): T }, mate: T) => m.sign(mate) };
  return { ...rest, name: 'ar over signs', rule: { ...rule, paths: { ...rule.paths, down } } as Rule };
}

/** What it learns has a share that does not move. */
function curved(): PhasedRule {
  const { learn } = words<{ state: 'rate' | 'x'; says: { up: 'rate'; down: 'x' } }>();
  const { rule, ...rest } = phased(ar);
  const [sweep, relax] = rule.phases;
  const ends = [learn({ up: [{ pre: (_, heard) => heard.rate, post: (m, n) => m.sub(n.x, n.rate) }] })];
  return { ...rest, name: 'curved', rule: { ...rule, phases: [sweep, { ...relax, ends }] } as Rule };
}

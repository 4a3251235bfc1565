import { describe, expect, it } from 'vitest';
import { initialParameters, type Parameters } from '../../../../src/network/parameters.js';
import { bp } from '../../../../src/rules/bp.js';
import { dfa } from '../../../../src/rules/dfa.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { buildDelays } from '../../../../src/sim/events/build/build-delays.js';
import type { Delays } from '../../../../src/sim/events/build/delays.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import type { EventOptions } from '../../../../src/sim/events/options.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { adapts } from './settings.js';
import { type Asked, both, expectSame, grains, type Scene, sceneOf, scenes } from './surroundings.js';

const variants: readonly Asked[] = [
  {},
  { initial: 'zero', stepSize: 0.3 },
  { variant: { derivative: 'current', updateDerivative: 'current', presynaptic: 'current' } },
  { variant: { feedback: 'learned', updateDerivative: 'none', inputs: 'relaxing' } },
  { variant: { feedback: 'random', derivative: 'none', presynaptic: 'current' } },
  { variant: { derivative: 'current', bias: 'excluded' } },
];

const kinds: Readonly<Record<string, (scene: Scene) => Delays>> = {
  common: ({ nodes }) => Object.fromEntries(nodes.map((node, i) => [node, [0.35, 0, 1, 0.2][i % 4]])),
  'one by one': ({ network, nodes }) =>
    buildDelays(
      network,
      Object.fromEntries(nodes.map((node) => [node, { distribution: 'uniform', from: 0, to: 1.5 }])),
      5,
    ),
};

describe.each(scenes)('activation relaxation in phases, %s', (name) => {
  const scene = sceneOf(name);
  describe.each(grains)('grain %s', (grain) => {
    it.each(Object.entries(kinds))('with delays, %s, is what its own actors make of it', (kind, delays) => {
      for (const asked of variants)
        expectSame(both(scene, { delays: delays(scene), grain }, asked), `${kind} ${JSON.stringify(asked)}`);
      const alone = sceneOf(name, 1);
      for (const derivative of name === 'a chain'
        ? (['frozen', 'current'] as const)
        : (['frozen'] as const)) {
        const asked = { variant: { plasticity: 'continuous', derivative } } as const;
        // Arbors of their own weigh what stands again when weights have moved; single synapses do not, nor do these.
        const { own } = both(alone, { delays: delays(alone), grain: 'synapse' }, asked);
        const { inPhases } = both(alone, { delays: delays(alone), grain }, asked);
        expectSame({ own, inPhases }, `${kind} ${JSON.stringify(asked)}`);
      }
    });
  });
});

const chain = sceneOf('a chain');
const { network, batch, nodes } = chain;
const one = sceneOf('a chain', 1).batch;
const rules = [
  phased(pc, { steps: 12 }),
  phased(pc, { convention: 'pre-activation', predictions: 'frozen', steps: 12 }),
  phased(pc, { plasticity: 'continuous', steps: 12 }),
  phased(ep, { nudging: 'symmetric' }),
  phased(dfa),
  phased(fa),
];

const relax = (rule: PhasedRule, options: EventOptions, messages = {}, parameters?: Parameters) =>
  new EventSimulator(network, parameters ?? initialParameters(network, 3, pathwayOf(rule)), options).relax(
    adapts(rule) ? one : batch,
    {
      rule,
      relaxation: { ...relaxationOf({}), ...messages },
      learningRate: 0.1,
      record: true,
    },
  );

const common = (delay: number): Delays => Object.fromEntries(nodes.map((node) => [node, delay]));
const each = (delay: number): Delays => Object.fromEntries(nodes.map((node) => [node, () => delay]));
/** Late by the same but for the first synapse of each node, which weighs nothing. */
const nearly = (delay: number): Delays =>
  Object.fromEntries(
    nodes.map((node) => [
      node,
      (post, pre, parent) => (post + pre + parent === 0 ? 2 * delay + 0.05 : delay),
    ]),
  );

/** The same parameters with a first weight of 0 into each node, and back from it. */
const withoutFirst = (rule: PhasedRule): Parameters =>
  Object.fromEntries(
    Object.entries(initialParameters(network, 3, pathwayOf(rule))).map(([name, { shape, data }]) => [
      name,
      { shape, data: name.endsWith('.bias') ? data : data.map((weight, i) => (i === 0 ? 0 : weight)) },
    ]),
  );

describe.each(rules)('under $name', (rule) => {
  it('a delay of 0 is none', () => {
    const none = relax(rule, {});
    expect(relax(rule, { delays: common(0) })).toEqual(none);
    expect(relax(rule, { delays: each(0) })).toEqual(none);
  });

  it('delays one by one are what a common delay is, at both grains', () => {
    for (const delay of [0.1, 0.25, 1]) {
      const want = relax(rule, { delays: common(delay), grain: 'arbor' });
      expect(relax(rule, { delays: common(delay), grain: 'synapse' })).toEqual(want);
      expect(relax(rule, { delays: each(delay) })).toEqual(want);
      // A first weight that moves meanwhile is 0 no longer.
      for (const grain of adapts(rule) ? [] : grains) {
        const [late, alike] = [nearly, common].map((delays) =>
          relax(rule, { delays: delays(delay), grain }, {}, withoutFirst(rule)),
        );
        expect(late).toEqual(alike);
      }
    }
  });

  it('running in pieces changes nothing', () => {
    const wires = { loss: 0.2, retransmit: 0.3, jitter: 0.5 };
    const given = { rule, relaxation: relaxationOf({}), learningRate: 0.1 };
    for (const options of [
      { delays: common(0.35) },
      { delays: kinds['one by one'](chain), grain: 'arbor' as const },
      { wires },
    ]) {
      const simulator = () =>
        new EventSimulator(network, initialParameters(network, 3, pathwayOf(rule)), options);
      const want = simulator().relax(one, given);
      const running = simulator().begin(one, given);
      for (let k = 1; !running.advance(k * 0.17); k++);
      expect(running.result()).toEqual(want);
    }
  });

  it('on change with quantum 0 all hear what they hear anyway', () => {
    if (adapts(rule)) return;
    const delays = buildDelays(
      network,
      Object.fromEntries(nodes.map((node) => [node, { distribution: 'exponential', mean: 0.3 }])),
    );
    const { energy: often, ...told } = relax(rule, { delays });
    const { energy: seldom, ...same } = relax(rule, { delays }, { messages: 'threshold', quantum: 0 });
    expect(same).toEqual(told);
  });
});

describe('what is late', () => {
  it('puts off the end of phases without steps, and changes nothing there', () => {
    for (const rule of [phased(dfa), phased(fa), phased(bp)])
      expect(relax(rule, { delays: common(3) })).toEqual(relax(rule, {}));
  });

  it('counts from the step on that begins when it is there', () => {
    const rule = phased(pc, { steps: 8, stepSize: 0.2 });
    const moved = (delays: Delays) => {
      const { course } = relax(rule, { delays });
      const still = course[0]['layers.2.v'].data;
      return course.findIndex((frame) => frame['layers.2.v'].data.some((x, i) => x !== still[i]));
    };
    // ceil(d / h) steps later than without delay; 3 x 0.2 is 0.6.
    expect([0, 0.1, 0.2, 0.21, 3 * 0.2, 0.7].map((delay) => moved({ 'layers.3': delay }))).toEqual([
      1, 2, 2, 3, 4, 5,
    ]);
  });

  it('is learned from as each synapse heard it', () => {
    // Weights that move meanwhile: what comes up late is learned from late.
    const rule = phased(pc, { plasticity: 'continuous', steps: 6, stepSize: 0.2 });
    const [prompt, late] = [{}, { 'layers.1': 10 }].map((delays) => relax(rule, { delays }));
    expect(late.gradient['layers.1.weight'].data).not.toEqual(prompt.gradient['layers.1.weight'].data);
    // So late that it is the sweep's to the end, while values above still move by what comes down.
    const frozen = relax(rule, { delays: { 'layers.1': 20 } });
    expect(frozen.gradient['layers.1.weight']).toEqual(late.gradient['layers.1.weight']);
  });
});

it('what stands when weights move was weighed by those of before, at both grains', () => {
  const graph = sceneOf('a graph', 1);
  const rule = phased(pc, { plasticity: 'continuous', steps: 6, stepSize: 0.2 });
  // One parent is prompt, the others are late.
  const delays = Object.fromEntries(
    graph.nodes.map((node) => [node, (_: number, __: number, parent: number) => parent * 0.5]),
  );
  const parameters = initialParameters(graph.network, 3);
  const [arbor, synapse] = grains.map((grain) =>
    new EventSimulator(graph.network, parameters, { delays, grain }).relax(graph.batch, {
      ...{ rule, relaxation: relaxationOf({}), learningRate: 0.1, record: true },
    }),
  );
  expect(arbor).toEqual(synapse);
});

import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { ar } from '../../../../src/rules/ar.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import type { Rule } from '../../../../src/rules/rule.js';
import { words } from '../../../../src/rules/words.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { relativeDifference } from '../../../../src/sim/tolerance.js';
import { networks } from '../../../agreement/networks.js';
import {
  chain,
  closedFormAt,
  continuousPredictiveCoding,
  deviation,
  example,
  predictiveCoding,
  tangle,
} from '../../../reference/index.js';
import { problemOf } from '../../batched/problem.js';
import { anyFamily, both, expectSame, grains } from './continuous.js';

const lasting = (duration: number) => relaxationOf({ duration });

describe('activation relaxation', () => {
  it.each(Object.keys(networks))('is that of its own code, at several durations, both grains: %s', (name) => {
    for (const grain of grains) {
      for (const initial of ['forward', 'zero'] as const) {
        for (const duration of [0.5, 4]) {
          const ends = both(name, { initial }, { duration }, grain);
          expectSame(ends, `${grain} ${initial} ${duration}`);
          expect(ends.now.energy).toEqual(ends.old.energy);
        }
      }
    }
  });

  it.each([
    { feedback: 'learned', updateDerivative: 'current', presynaptic: 'current' },
    { feedback: 'random', derivative: 'none', inputs: 'relaxing', presynaptic: 'current' },
    { feedback: 'learned', inputs: 'relaxing', bias: 'excluded', updateDerivative: 'none' },
  ] as const)('is that of its own code in its variants: %o', (variant) => {
    for (const grain of grains)
      expectSame(
        both('two inputs, two outputs, one of them with children', variant, { duration: 2 }, grain),
        grain,
      );
  });

  it('has nothing to hear of dead neurons', () => {
    const cells = { h1: { dead: [0, 3] }, h2: { dead: [1] } };
    for (const grain of grains) {
      const named = 'two inputs, two outputs, one of them with children';
      const ends = both(named, {}, { duration: 2 }, grain, { cells });
      expectSame(ends, grain);
      expect(ends.now.energy).toEqual(ends.old.energy);
    }
  });

  it('stays exact to 1e-12 through 60 layers', () => {
    const deep = {
      ...chain('tanh', 'mse'),
      layers: [
        ...Array.from({ length: 60 }, () => ({ type: 'dense', units: 3, activation: 'tanh' })),
        { type: 'dense', units: 2, activation: 'linear' },
      ],
    };
    const [description, parameters, batch] = example(deep, 2);
    const problem = problemOf([description, parameters, batch]);
    const { states } = new EventSimulator(problem.network, problem.parameters, { grain: 'arbor' }).relax(
      problem.batch,
      { rule: phased(anyFamily(ar)), relaxation: lasting(40) },
    );
    const want = closedFormAt(description, parameters, batch, { time: 40 });
    for (const node of ['layers.0', 'layers.30', 'layers.59'])
      expect(relativeDifference(states![`${node}.x`].data, want.activity[node].flat()), node).toBeLessThan(
        1e-12,
      );
  });
});

const problems = [
  ['a chain', example(chain('tanh', 'mse'))],
  ['a graph', example(tangle('sigmoid', 'mse'))],
] as const;
const conventions = ['post-activation', 'pre-activation'] as const;

describe.each(problems)('predictive coding with frozen predictions: %s', (_, problem) => {
  const { network, parameters, batch } = problemOf(problem);
  const relaxed = (
    rule: PhasedRule,
    duration: number,
    grain: (typeof grains)[number] = 'arbor',
    record = false,
  ) =>
    new EventSimulator(network, parameters, { grain }).relax(batch, {
      rule,
      relaxation: lasting(duration),
      record,
    });

  it.each(conventions)('is the matrix exponential at every time asked: %s', (convention) => {
    const rule = phased(pc, { predictions: 'frozen', convention, outputVariance: 4, stepSize: 0.75 });
    const { course, states } = relaxed(rule, 2, 'arbor', true);
    expect(course).toHaveLength(3);
    for (const [k, frame] of [...course, states!].entries()) {
      const time = k < 3 ? 0.75 * k : 2;
      const want = continuousPredictiveCoding(...problem, { convention, outputVariance: 4, time });
      for (const [node, rows] of Object.entries(want))
        expect(relativeDifference(frame[`${node}.v`].data, rows.flat()), `${node} at ${time}`).toBeLessThan(
          1e-12,
        );
    }
  });

  it.each(conventions)(
    'is where Euler steps tend to, states and gradients, with the step: %s',
    (convention) => {
      const chosen = { predictions: 'frozen', convention, outputVariance: 2 } as const;
      const { gradient, states } = relaxed(phased(pc, chosen), 1.5);
      const got = { ...gradient, ...states };
      const errors = [0.02, 0.01].map((stepSize) => {
        const steps = Math.round(1.5 / stepSize);
        const want = predictiveCoding(...problem, {
          ...{ ...chosen, plasticity: 'equilibrium', steps, stepSize, learningRate: 1 },
        });
        const ends = Object.entries(want.course.relax.at(-1)!).map(
          ([name, rows]) => [name, rows.flat()] as const,
        );
        const wanted = Object.fromEntries([...ends, ...Object.entries(want.gradient)]);
        const found = Object.fromEntries(Object.keys(wanted).map((name) => [name, got[name].data]));
        return deviation(found, wanted, 1e-9);
      });
      expect(errors[0] / errors[1]).toBeGreaterThan(1.9);
      expect(errors[0] / errors[1]).toBeLessThan(2.1);
    },
  );

  it('takes one message of each neuron that is heard, for each sample; both grains say the same', () => {
    const rule = phased(pc, { predictions: 'frozen' });
    const [arbor, synapse] = (['arbor', 'synapse'] as const).map((grain) => relaxed(rule, 3, grain));
    expect(synapse).toEqual(arbor);
    const heard = network.nodes;
    const parents = new Set(Object.values(heard).flatMap(({ from }) => from));
    const units = Object.values(heard).reduce(
      (sum, node) =>
        sum +
        (node.from.some((name) => parents.has(name) && name in heard)
          ? (node as unknown as { units: number }).units
          : 0),
      0,
    );
    expect(arbor.energy!.messages.down).toBe(3 * units);
  });

  it('trains by these gradients, and leaves nothing for the next sample', () => {
    const rule = phased(pc, { predictions: 'frozen' });
    const simulator = new EventSimulator(network, parameters, { grain: 'arbor' });
    const { gradient } = simulator.relax(batch, { rule, relaxation: lasting(2) });
    expect(simulator.relax(batch, { rule, relaxation: lasting(2) }).gradient).toEqual(gradient);
    simulator.train(batch, { rule, relaxation: lasting(2), learningRate: 0.5 });
    const after = simulator.parameters();
    for (const [name, { data }] of Object.entries(parameters))
      for (const [k, value] of data.entries())
        expect(after[name].data[k]).toBeCloseTo(value - 0.5 * gradient[name].data[k], 14);
  });
});

describe('a rule of its own', () => {
  type N = { state: 'rate' | 'x' | 'y' | 'z'; says: { up: 'rate'; down: 'y' | 'z' } };
  const { say, set, move, learn, rule } = words<N>();
  const own: Rule = rule({
    name: 'own',
    paths: { up: { way: 'up' }, down: { way: 'down' } },
    answer: { phase: 'sweep', state: 'rate' },
    phases: [
      {
        name: 'sweep',
        order: 'up',
        talk: [
          set({ rate: (_, n) => n.stimulus }, 'input'),
          set({ rate: (_, n) => n.f(n.in('rate')) }),
          say('up', { rate: 'rate' }),
        ],
      },
      {
        name: 'relax',
        stepSize: 0.01,
        steps: 100,
        begins: [set({ x: 1, y: 'rate' })],
        talk: [
          set({ z: (m, n) => m.sub(n.x, m.mul(n.rate, n.y)) }),
          say('down', { y: 'y', z: 'z' }, 'neuron'),
        ],
        moves: [
          move({
            // x follows y, and the error of an output, which is told through a pool.
            x: (m, n) => m.sub(m.add(m.mul(2, n.y), n.apical.z, n.errorAt(n.rate)), n.x),
            y: (m, n) => m.sub(m.add(m.mul(0.5, n.apical.y), 0.25), n.y),
          }),
        ],
        ends: [learn({ up: [{ pre: (_, heard) => heard.rate, post: (_, n) => n.z }] })],
      },
    ],
  });
  const { network, parameters, batch } = problemOf(example(tangle('tanh', 'cross-entropy')));
  const relax = (steps: number, relaxation = relaxationOf({})) => {
    const phases = own.phases.map((phase) =>
      phase.steps ? { ...phase, steps, stepSize: 1 / steps } : phase,
    );
    const given: PhasedRule = { kind: 'phases', name: 'own', rule: { ...own, phases }, needs: [] };
    const { states, gradient } = new EventSimulator(network, parameters, { grain: 'arbor' }).relax(batch, {
      ...{ rule: given, relaxation },
    });
    return Object.fromEntries(
      Object.entries({ ...states, ...gradient }).map(([name, { data }]) => [name, data]),
    );
  };

  it('with two states that follow each other, and a state that follows at once, is where its steps tend to', () => {
    const exact = relax(100, lasting(1));
    const errors = [200, 400].map((steps) => deviation(relax(steps), exact, 1e-9));
    expect(errors[1]).toBeLessThan(0.01);
    expect(errors[0] / errors[1]).toBeGreaterThan(1.9);
    expect(errors[0] / errors[1]).toBeLessThan(2.1);
  });
});

describe('refused by name', () => {
  const { network, batch } = problemOf(example(chain('tanh', 'mse')));
  const refused = (rule: PhasedRule) =>
    expect(() =>
      new EventSimulator(network, initialParameters(network, 3, pathwayOf(rule))).relax(batch, {
        ...{ rule, relaxation: lasting(1) },
      }),
    );

  it('is a duration of phases that have no course that is known, with the formula', () => {
    refused(phased(pc)).toThrow(
      'EventSimulator.duration with rule pc: got set prediction = f(add(basal.v, bias)) in phase relax, ' +
        'expected a formula that is linear in what moves',
    );
    refused(phased(ep)).toThrow(
      /duration with rule ep: got set s = clip\(s, 0, 1\) in phase free, at every step/,
    );
    refused(phased(fa)).toThrow(/duration with rule fa: got phases in which nothing moves/);
  });

  it('are trajectories without a duration', () => {
    const rule = phased(pc, { predictions: 'frozen' });
    const relaxation = { ...relaxationOf({}), messages: 'trajectory' as const };
    expect(() =>
      new EventSimulator(network, initialParameters(network, 3)).relax(batch, { rule, relaxation }),
    ).toThrow(
      /EventSimulator.messages with rule pc, predictions frozen: got trajectory, expected a duration/,
    );
  });
});

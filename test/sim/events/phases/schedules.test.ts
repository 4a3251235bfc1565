import { describe, expect, it } from 'vitest';
import type { Message } from '../../../../src/messages/message.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { chl } from '../../../../src/rules/chl.js';
import { ep } from '../../../../src/rules/ep.js';
import { adapts } from '../../../../src/rules/names.js';
import { pc } from '../../../../src/rules/pc.js';
import { BatchedSimulator } from '../../../../src/sim/batched/engine.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxed } from '../../../../src/sim/simulator.js';
import { relativeDifference } from '../../../../src/sim/tolerance.js';
import { randomBatch } from '../../../agreement/problems.js';
import { chain, example, tangle } from '../../../reference/index.js';
import { exact } from '../../batched/phases/exact.js';
import { problemOf } from '../../batched/problem.js';
import { grains } from './surroundings.js';

const { network } = problemOf(example(tangle('tanh', 'mse')));
const schedules = ['top-down', 'asynchronous'] as const;
const relaxations = schedules.map((schedule) =>
  relaxationOf({ solver: 'euler', schedule, ...(schedule === 'asynchronous' && { seed: 7 }) }),
);
const moving: readonly PhasedRule[] = [
  phased(ar, { steps: 3, stepSize: 0.3 }),
  phased(ar, { steps: 3, feedback: 'learned', derivative: 'current', inputs: 'relaxing' }),
  phased(ar, { steps: 3, feedback: 'learned', derivative: 'current', plasticity: 'continuous' }),
  phased(pc, { steps: 3, stepSize: 0.2 }),
  phased(pc, { steps: 3, stepSize: 0.2, plasticity: 'continuous', convention: 'pre-activation' }),
  phased(ep, { freeSteps: 3, nudgedSteps: 2, stepSize: 0.3, beta: 0.25 }),
  phased(chl, { freeSteps: 3, clampedSteps: 2, stepSize: 0.3, gamma: 0.5 }),
];

const given = (rule: PhasedRule) => ({
  parameters: initialParameters(network, 3, pathwayOf(rule)),
  batch: randomBatch(network, adapts(rule.rule) ? 1 : 2, 4),
  rates: { learningRate: 0.1, weightDecay: 0.01 },
});

/** Names of all that is further from what another engine tells. */
function apart(got: Relaxed, want: Relaxed, limit: number): string[] {
  if (got.course.length !== want.course.length) return ['course'];
  const frames = got.course.map((frame, k) => [`step ${k}`, frame, want.course[k]] as const);
  const all = [
    ...frames,
    ['end', got.states!, want.states!],
    ['gradient', got.gradient, want.gradient],
  ] as const;
  return all.flatMap(([what, some, others]) =>
    Object.entries(others).flatMap(([name, { data }]) =>
      relativeDifference(some[name].data, data) <= limit ? [] : [`${name}, ${what}`],
    ),
  );
}

describe('neurons that move one group after the other', () => {
  it.each(relaxations)(
    'are where whole layers have them, both grains to the bit: $schedule',
    (relaxation) => {
      for (const rule of moving) {
        const { parameters, batch, rates } = given(rule);
        const presented = { rule, relaxation, record: true, ...rates };
        const [arbor, synapse] = grains.map((grain) =>
          new EventSimulator(network, parameters, { grain }).relax(batch, presented),
        );
        expect(arbor, rule.name).toEqual(synapse);
        const layers = new BatchedSimulator(network, parameters, exact).relax(batch, presented);
        expect(apart(arbor, layers, 1e-12), rule.name).toEqual([]);
      }
    },
  );

  it('from the outputs down, in one step of 1, leave the gradients of backpropagation', () => {
    const { parameters, batch } = given(moving[0]);
    const relaxed = (rule: PhasedRule, relaxation = relaxations[0]) =>
      new EventSimulator(network, parameters).relax(batch, { rule, relaxation }).gradient;
    const once = relaxed(phased(ar, { steps: 1, stepSize: 1 }));
    const settled = relaxed(phased(ar, { steps: 30, stepSize: 1 }), relaxationOf({}));
    for (const [name, { data }] of Object.entries(settled))
      expect(relativeDifference(once[name].data, data), name).toBeLessThan(1e-14);
  });

  // x of a and b leaks to what the neuron above says: steps of 1/2, weights 2 and 3, linear, output 0.5 off.
  it('hear those who moved before them in the same step', () => {
    const line = parseNetwork({
      input: [1],
      layers: [1, 1, 1].map((units) => ({ type: 'dense', units, activation: 'linear' })),
      loss: 'mse',
    });
    const weights = Object.fromEntries(
      [1, 2, 3].flatMap((w, k) => [
        [`layers.${k}.weight`, { shape: [1, 1], data: Float64Array.of(w) }],
        [`layers.${k}.bias`, { shape: [1], data: Float64Array.of(0) }],
      ]),
    );
    const one = (x: number) => ({ shape: [1, 1], data: Float64Array.of(x) });
    const batch = { size: 1, inputs: { input: one(1) }, targets: { 'layers.2': one(5.5) } };
    const rule = phased(ar, { steps: 2, stepSize: 0.5, initial: 'zero' });
    const { course } = new EventSimulator(line, weights).relax(batch, {
      rule,
      relaxation: relaxations[0],
      record: true,
    });
    const at = (step: number) => ['layers.1.x', 'layers.0.x'].map((name) => course[step][name].data[0]);
    // layers.1: 0 + 1/2 (3 * 0.5 - 0); layers.0: 0 + 1/2 (2 * 0.75 - 0), and so on.
    expect([at(0), at(1), at(2)]).toEqual([
      [0, 0],
      [0.75, 0.75],
      [1.125, 1.5],
    ]);
  });

  it('speak once a step each, whatever the order, where only what moves is news', () => {
    const [rule] = moving;
    const { parameters, batch } = given(rule);
    const costs = [relaxationOf({}), ...relaxations].map(
      (relaxation) => new EventSimulator(network, parameters).relax(batch, { rule, relaxation }).energy,
    );
    expect(costs[1]).toEqual(costs[0]);
    expect(costs[2]).toEqual(costs[0]);
  });
});

describe('a random order', () => {
  it('goes on as it was after a presentation was saved, and what is said with it', () => {
    const [, relaxation] = relaxations;
    for (const rule of [moving[0], moving[4], moving[5]]) {
      const { parameters, batch: all, rates } = given(rule);
      const batch = all.size === 1 ? all : randomBatch(network, 1, 4);
      const presented = { rule, relaxation, ...rates };
      const scene = () => {
        const log: Message[] = [];
        const simulator = new EventSimulator(network, parameters, { delays: { a: 0.1 } });
        simulator.listen(...Object.keys(network.nodes)).subscribe((message) => log.push(message));
        return { simulator, log };
      };
      const whole = scene();
      const left = whole.simulator.relax(batch, presented);
      for (const time of [0.35, 0.7]) {
        const [first, second] = [scene(), scene()];
        const running = first.simulator.begin(batch, presented);
        running.advance(time);
        const gone = second.simulator.resume(structuredClone(running.save()), presented);
        expect(gone.result(), `${rule.name} at ${time}`).toEqual(left);
        expect([...first.log, ...second.log], rule.name).toEqual(whole.log);
      }
    }
  });

  it('is another for another seed, and the same for every sample', () => {
    const [rule] = moving;
    const { parameters } = given(rule);
    const [a, b] = [randomBatch(network, 1, 4), randomBatch(network, 1, 5)];
    const x = (batch: typeof a, seed: number) => {
      const relaxation = relaxationOf({ schedule: 'asynchronous', seed });
      return new EventSimulator(network, parameters).relax(batch, { rule, relaxation }).states;
    };
    expect(x(a, 1)).toEqual(x(a, 1));
    expect(x(a, 2)).not.toEqual(x(a, 1));
    const both = {
      size: 2,
      inputs: stacked(a.inputs, b.inputs),
      targets: stacked(a.targets, b.targets),
    };
    expect(x(both, 1)).toEqual(stacked(x(a, 1)!, x(b, 1)!));
  });
});

type Set = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: ArrayLike<number> }>>;

const stacked = (some: Set, others: Set) =>
  Object.fromEntries(
    Object.entries(some).map(([name, { shape, data }]) => [
      name,
      {
        shape: [2, shape[1]],
        data: Float64Array.from([...Array.from(data), ...Array.from(others[name].data)]),
      },
    ]),
  );

it('chains have them, too', () => {
  const { network: line, parameters, batch } = problemOf(example(chain('tanh', 'cross-entropy')));
  for (const relaxation of relaxations) {
    const presented = { rule: moving[0], relaxation };
    const layers = new BatchedSimulator(line, parameters, exact).relax(batch, presented);
    expect(apart(new EventSimulator(line, parameters).relax(batch, presented), layers, 1e-12)).toEqual([]);
  }
});

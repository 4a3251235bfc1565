import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../../../src/lab/configuration.js';
import { total } from '../../../../src/messages/energy.js';
import { initialParameters } from '../../../../src/network/parameters.js';
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
import { rules } from '../../../../src/sim/rules.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { anyTargets, chain, example, tangle } from '../../../reference/index.js';
import { problemOf } from '../../batched/problem.js';
import { adapts, settings } from './settings.js';

const { network, batch } = problemOf(example(tangle('tanh', 'mse')));
const { batch: other } = problemOf(anyTargets(example(tangle('tanh', 'mse'), 3, 7)));
const relaxation = relaxationOf({});
const steps = phased(pc, { steps: 4, stepSize: 0.2 });
const grains = ['arbor', 'synapse'] as const;

const simulatorFor = (rule: PhasedRule, grain: 'arbor' | 'synapse' = 'arbor', on = network) =>
  new EventSimulator(on, initialParameters(on, 3, pathwayOf(rule)), { grain });

describe('a presentation', () => {
  it.each(grains)('leaves nothing behind: the second is that of a fresh simulator, grain %s', (grain) => {
    for (const rule of settings.filter((one) => !adapts(one))) {
      const used = simulatorFor(rule, grain);
      used.relax(other, { rule, relaxation, record: true });
      used.predict(other.inputs, rule);
      const again = used.relax(batch, { rule, relaxation });
      expect(again, rule.name).toEqual(simulatorFor(rule, grain).relax(batch, { rule, relaxation }));
    }
  });

  it.each(grains)('has nobody hear what was said in the one before, grain %s', (grain) => {
    type N = { state: 'x' | 'early'; says: { up: 'x' } };
    const { say, set, rule } = words<N>();
    const halves: Rule = rule({
      name: 'halves',
      paths: { up: { way: 'up' } },
      answer: { phase: 'talk', state: 'early' },
      phases: [
        {
          name: 'talk',
          talk: [
            set({ x: (_, n) => n.stimulus }, 'input'),
            set({ x: 1 }),
            say('up', { x: 'x' }, 'input'),
            set({ early: (_, n) => n.basal.x }),
            say('up', { x: 'x' }, 'neuron'),
          ],
        },
      ],
    });
    const both: PhasedRule = { kind: 'phases', name: 'halves', rule: halves, needs: [] };
    const simulator = simulatorFor(both, grain);
    const first = simulator.predict(batch.inputs, both);
    expect(simulator.predict(batch.inputs, both)).toEqual(first);
    expect(first.out.data.some((value) => value !== 0)).toBe(true);
  });

  it('leaves parameters as they were, also where they move meanwhile', () => {
    const rule = phased(pc, { plasticity: 'continuous', steps: 3 });
    const one = problemOf(example(chain('tanh', 'mse'), 1));
    const simulator = simulatorFor(rule, 'arbor', one.network);
    const before = simulator.parameters();
    const { gradient } = simulator.relax(one.batch, { rule, relaxation });
    expect(Object.keys(gradient).sort()).toEqual(Object.keys(before).sort());
    expect(simulator.parameters()).toEqual(before);
  });

  it('hands parameters over between rules in phases and the circuit of activation relaxation', () => {
    const simulator = simulatorFor(steps);
    const rates = { relaxation: relaxationOf({ steps: 3 }), learningRate: 0.1 };
    simulator.train(batch, { ...rates, rule: steps });
    const between = simulator.parameters();
    simulator.train(batch, { ...rates, rule: rules.ar });
    const fresh = new EventSimulator(network, between);
    fresh.train(batch, { ...rates, rule: rules.ar });
    expect(simulator.parameters()).toEqual(fresh.parameters());
    simulator.train(batch, { ...rates, rule: steps });
    const third = new EventSimulator(network, fresh.parameters());
    third.train(batch, { ...rates, rule: steps });
    expect(simulator.parameters()).toEqual(third.parameters());
  });

  it('records every state at every step, from before the first to the last', () => {
    const { course, states } = simulatorFor(steps).relax(batch, { rule: steps, relaxation, record: true });
    expect(course).toHaveLength(5);
    expect(course[4]).toEqual(states);
    const some = simulatorFor(steps).relax(batch, { rule: steps, relaxation, record: [0, 3] });
    expect(some.course).toEqual([course[0], course[3]]);
    expect(course[0]['a.v'].data).not.toEqual(course[1]['a.v'].data);
  });
});

describe('what is counted', () => {
  // 3 inputs, 4, 5, 3 hidden, 2 outputs.
  const small = problemOf(example(chain('tanh', 'mse'), 1));

  it('is a message for every neuron that speaks, and an operation for every synapse that hears it', () => {
    const rule = phased(fa);
    const { energy } = simulatorFor(rule, 'arbor', small.network).relax(small.batch, { rule, relaxation });
    expect(energy).toEqual({
      messages: { up: 3 + 4 + 5 + 3, down: 5 + 3 + 2, teaching: 4 + 5 + 3 + 2 },
      operations: { up: 12 + 20 + 15 + 6, down: 20 + 15 + 6, teaching: 12 + 20 + 15 + 6 },
    });
  });
});

describe('messages on change', () => {
  const on = (quantum: number): Relaxation => ({ ...relaxation, messages: 'threshold', quantum });

  it.each(grains)('with quantum 0 come to the same with fewer messages, grain %s', (grain) => {
    for (const rule of [steps, phased(pc, { predictions: 'frozen', steps: 3 }), phased(ep)]) {
      const [often, seldom] = [relaxation, on(0)].map((one) =>
        simulatorFor(rule, grain).relax(batch, { rule, relaxation: one }),
      );
      const { energy: all, ...told } = often;
      const { energy: few, ...same } = seldom;
      expect(same, rule.name).toEqual(told);
      expect(total(few!.messages), rule.name).toBeLessThan(total(all!.messages));
    }
  });

  it('are said once each, however large the quantum', () => {
    const { energy } = simulatorFor(steps).relax(batch, { rule: steps, relaxation: on(1e9) });
    // out, c, early and b have neurons below them.
    expect(energy!.messages.down).toBe(3 * (3 + 4 + 2 + 3));
  });

  it('with a larger quantum are fewer, and both grains say the same', () => {
    const [fine, coarse, single] = [
      simulatorFor(steps).relax(batch, { rule: steps, relaxation: on(0) }),
      simulatorFor(steps).relax(batch, { rule: steps, relaxation: on(0.05) }),
      simulatorFor(steps, 'synapse').relax(batch, { rule: steps, relaxation: on(0.05) }),
    ];
    expect(coarse.energy!.messages.down).toBeLessThan(fine.energy!.messages.down);
    expect(coarse.states).not.toEqual(fine.states);
    expect(single).toEqual(coarse);
  });
});

describe('a sweep', () => {
  it('says who waits for messages that cannot come', () => {
    type N = { state: 'x'; says: { up: 'x'; down: 'x' } };
    const { say, set, rule } = words<N>();
    const talk = [set({ x: 1 }), say('up', { x: 'x' }), say('down', { x: 'x' }, 'neuron')];
    const both: Rule = rule({
      name: 'both ways',
      paths: { up: { way: 'up' }, down: { way: 'down' } },
      answer: { phase: 'sweep', state: 'x' },
      phases: [{ name: 'sweep', order: 'up', talk }],
    });
    const waiting: PhasedRule = { kind: 'phases', name: 'both ways', rule: both, needs: [] };
    const simulator = simulatorFor(waiting);
    expect(() => simulator.predict(batch.inputs, waiting)).toThrow(
      /phase sweep: got 4 neurons of a that wait/,
    );
    // And nothing of it is left.
    const after = simulator.relax(batch, { rule: steps, relaxation });
    expect(after).toEqual(simulatorFor(steps).relax(batch, { rule: steps, relaxation }));
  });
});

describe('refused by name', () => {
  const refused = (options: object, given: Partial<Relaxation>, rule = steps, size = batch) =>
    expect(() =>
      new EventSimulator(network, initialParameters(network, 3, pathwayOf(rule)), options).relax(size, {
        rule,
        relaxation: { ...relaxation, ...given },
      }),
    );

  it('is what only activation relaxation has', () => {
    refused({}, { duration: 3 }).toThrow(/EventSimulator.duration with rule pc/);
    refused({}, { messages: 'trajectory' }).toThrow(/EventSimulator.messages with rule pc/);
  });

  it('is a configuration with several samples in a minibatch, where weights move meanwhile', () => {
    const given = { rule: 'pc', engine: 'events', ruleOptions: { plasticity: 'continuous' } };
    expect(() => configurationOf(given)).toThrow(/configuration.batchSize: got 64 samples, expected 1/);
    expect(() => configurationOf({ ...given, batchSize: 1 })).not.toThrow();
  });

  it('are several samples, and messages on change, where weights move meanwhile', () => {
    const during = phased(pc, { plasticity: 'continuous' });
    refused({}, {}, during).toThrow(
      /EventSimulator.batch with rule pc, plasticity continuous: got 3 samples/,
    );
    refused({}, { messages: 'threshold' }, during).toThrow(/got threshold, expected sampled/);
  });
});

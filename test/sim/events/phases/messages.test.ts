import { describe, expect, it } from 'vitest';
import { valueAt } from '../../../../src/math/trajectory.js';
import { type Energy, total } from '../../../../src/messages/energy.js';
import type { Message, RuleMessage } from '../../../../src/messages/message.js';
import { initialParameters } from '../../../../src/network/parameters.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { chain, example, tangle } from '../../../reference/index.js';
import { type Problem, problemOf } from '../../batched/problem.js';
import { settings } from './settings.js';

type Grain = 'arbor' | 'synapse';

const small = problemOf(example(chain('tanh', 'mse'), 1));
const graph = problemOf(example(tangle('sigmoid', 'cross-entropy'), 1));
const relaxation = relaxationOf({});

function simulatorFor(rule: PhasedRule, { network }: Problem, grain: Grain): EventSimulator {
  return new EventSimulator(network, initialParameters(network, 3, pathwayOf(rule)), { grain });
}

const everybody = ({ network }: Problem) => [...Object.keys(network.inputs), ...Object.keys(network.nodes)];

function logOf(rule: PhasedRule, problem: Problem, grain: Grain, names = everybody(problem)) {
  const simulator = simulatorFor(rule, problem, grain);
  const log: Message[] = [];
  simulator.listen(...names).subscribe((message) => log.push(message));
  const relaxed = simulator.relax(problem.batch, { rule, relaxation });
  return { log, relaxed, energy: relaxed.energy! };
}

/** Messages of a log by the way that the path of their kind goes. */
function waysIn(log: readonly Message[], { rule }: PhasedRule): Energy['messages'] {
  const counts = { up: 0, down: 0, teaching: 0 };
  for (const { kind } of log) {
    const path = rule.paths[kind.split('.')[0]];
    counts[path === undefined ? 'teaching' : path.way === 'up' ? 'up' : 'down']++;
  }
  return counts;
}

describe('messages of rules in phases', () => {
  it.each(['arbor', 'synapse'] as const)(
    'are as many as are counted in continuous time, and trajectories lead where states end, grain %s',
    (grain) => {
      const rule = phased(pc, { predictions: 'frozen', outputVariance: 2 });
      for (const relaxation of [
        relaxationOf({ duration: 2 }),
        relaxationOf({ messages: 'threshold', quantum: 0.01 }),
      ]) {
        const simulator = simulatorFor(rule, small, grain);
        const log: RuleMessage[] = [];
        simulator.listen(...everybody(small)).subscribe((message) => log.push(message as RuleMessage));
        const { energy, states } = simulator.relax(small.batch, { rule, relaxation });
        expect(waysIn(log, rule)).toEqual(energy!.messages);
        const told = log.filter(({ futures }) => futures);
        expect(told).toHaveLength(relaxation.duration === undefined ? 0 : energy!.messages.down);
        for (const { futures, source, value, kind } of told) {
          const [, node, unit] = /(.*)\[(.*)\]/.exec(source)!;
          const state = (name: string) => states![`${node}.${name}`].data[Number(unit)];
          expect(kind).toBe('down.e');
          expect(value).toBeCloseTo(valueAt(futures!.e, 0), 14);
          expect(valueAt(futures!.e, 2)).toBeCloseTo(state('precision') * state('e') * state('slope'), 12);
        }
        const alone = simulatorFor(rule, small, grain).relax(small.batch, { rule, relaxation });
        expect(alone.states).toEqual(states);
      }
      const simulator = simulatorFor(rule, small, grain);
      const log: RuleMessage[] = [];
      simulator.listen('layers.1.weight').subscribe((message) => log.push(message as RuleMessage));
      simulator.relax(small.batch, { rule, relaxation: relaxationOf({ duration: 2 }) });
      const drives = log.filter(({ futures }) => futures);
      expect(drives).toHaveLength(5 * 4);
    },
  );

  it.each(['arbor', 'synapse'] as const)(
    'are as many as are counted, under every rule, grain %s; and listening changes nothing',
    (grain) => {
      for (const rule of settings) {
        const { log, relaxed, energy } = logOf(rule, graph, grain);
        expect(waysIn(log, rule), rule.name).toEqual(energy.messages);
        const alone = simulatorFor(rule, graph, grain).relax(graph.batch, { rule, relaxation });
        expect(relaxed, rule.name).toEqual(alone);
      }
    },
  );

  it('are not waited for by whoever watches states in continuous time', () => {
    const rule = phased(pc, { predictions: 'frozen', stepSize: 0.5 });
    for (const how of [{}, { messages: 'threshold', quantum: 0.01 }] as const) {
      const simulator = simulatorFor(rule, small, 'arbor');
      const names = ['layers.0.v', 'layers.1.e'];
      const { actors, seen } = simulator.watch('activity', names, { every: 0.5 }, rule);
      const frames: (readonly number[])[] = [];
      seen.subscribe(({ values }) => frames.push([...values]));
      const relaxation = relaxationOf({ duration: 1.5, ...how });
      const { course } = simulator.relax(small.batch, { rule, relaxation, record: true });
      const alone = simulatorFor(rule, small, 'arbor').relax(small.batch, { rule, relaxation, record: true });
      expect(course).toEqual(alone.course);
      expect(frames).toHaveLength(4);
      for (const [k, frame] of frames.entries()) {
        for (const [i, actor] of actors.entries()) {
          const [, name, unit] = /(.*)\[(.*)\]/.exec(actor)!;
          expect(frame[i], `${actor} at ${k}`).toBeCloseTo(course[k][name].data[Number(unit)], 13);
        }
      }
      expect(frames[1]).not.toEqual(frames[0]);
    }
  });

  it('are none of dead neurons', () => {
    const frozen = phased(pc, { predictions: 'frozen' });
    for (const how of [{}, { duration: 2 }, { messages: 'threshold', quantum: 0.01 }] as const) {
      const cells = { 'layers.0': { dead: [1] }, 'layers.1': { dead: [0, 3] } };
      const { network, batch } = small;
      const simulator = new EventSimulator(network, initialParameters(network, 3), { grain: 'arbor', cells });
      const log: Message[] = [];
      simulator.listen(...everybody(small)).subscribe((message) => log.push(message));
      const { energy } = simulator.relax(batch, { rule: frozen, relaxation: relaxationOf(how) });
      expect(waysIn(log, frozen), JSON.stringify(how)).toEqual(energy!.messages);
      expect(log.some(({ source }) => source === 'layers.1[3]')).toBe(false);
    }
  });

  it('of synapses are as many as the operations on the way, each what its weight makes of what was said', () => {
    const weights = ['weight', 'feedback', 'direct'];
    const all = Object.keys(graph.network.nodes).flatMap((name) => weights.map((one) => `${name}.${one}`));
    for (const rule of settings) {
      const { log, energy } = logOf(rule, graph, 'arbor', all);
      expect(log.length, rule.name).toBe(energy.operations.up + energy.operations.down);
    }
    const rule = phased(fa);
    const { log } = logOf(rule, small, 'synapse', [...everybody(small), ...all.map(() => 'layers.1.weight')]);
    const said = log.find(({ source, kind }) => source === 'layers.0[2]' && kind === 'up.rate')!;
    const brought = log.filter(
      ({ source }) => source.startsWith('layers.1.weight[') && source.endsWith(',2]'),
    );
    const { 'layers.1.weight': weight } = initialParameters(small.network, 3, pathwayOf(rule));
    expect(brought.map(({ target }) => target)).toEqual([0, 1, 2, 3, 4].map((unit) => `layers.1[${unit}]`));
    expect(brought.map(({ value }) => value)).toEqual(
      [0, 1, 2, 3, 4].map((unit) => weight.data[unit * weight.shape[1] + 2] * said.value),
    );
  });

  it('say who says what to whom, when, and in what words', () => {
    const rule = phased(pc, { steps: 2, stepSize: 0.25 });
    const { log, relaxed } = logOf(rule, small, 'arbor', ['layers.1[0]']);
    const up = { source: 'layers.1[0]', target: 'layers.2', kind: 'up.v' };
    const down = { source: 'layers.1[0]', target: 'layers.0', kind: 'down.e' };
    expect(log.map(({ value, ...rest }) => rest)).toEqual([
      { time: 0, ...up },
      ...[0, 0.25, 0.5].flatMap((time) => [
        { time, ...up },
        { time, ...down },
      ]),
      {
        ...{ time: 0.5, source: 'layers.1[0]', target: 'layers.1.weight', kind: 'learn' },
        ...{ path: 'up', term: 0 },
      },
    ]);
    const bias = relaxed.gradient['layers.1.bias'].data[0];
    expect(log.at(-1)!.value).toBeCloseTo(bias, 15);
    expect(log.at(-3)!.value).toBe(relaxed.states!['layers.1.v'].data[0]);
  });

  it('are heard by whoever listens now: across rules, and no longer than they want', () => {
    const [one, other] = [phased(fa), phased(pc, { steps: 1 })];
    const { network, batch } = small;
    const parameters = initialParameters(network, 3, pathwayOf(one));
    const simulator = new EventSimulator(network, parameters, { grain: 'arbor' });
    const log: Message[] = [];
    const listening = simulator.listen('layers.0', 'layers.0[1]').subscribe((message) => log.push(message));
    const told = [one, other, one].map((rule) => {
      log.length = 0;
      const { energy } = simulator.relax(batch, { rule, relaxation });
      return { kinds: [...new Set(log.map(({ kind }) => kind))], all: total(energy!.messages) };
    });
    expect(told.map(({ kinds }) => kinds)).toEqual([
      ['up.rate', 'learn'],
      ['up.v', 'learn'],
      ['up.rate', 'learn'],
    ]);
    expect(log).toHaveLength(4 + 4);
    listening.unsubscribe();
    log.length = 0;
    simulator.relax(batch, { rule: one, relaxation });
    expect(log).toEqual([]);
  });

  it('have names that are refused where there is nobody', () => {
    const simulator = simulatorFor(phased(fa), small, 'arbor');
    expect(() => simulator.listen('layer.0')).toThrow(/selection: got "layer.0".*Try layers.0/);
    expect(() => simulator.listen('layers.0[4]')).toThrow(/within 0-3/);
    expect(() => simulator.listen('layers.0.weight[9]')).toThrow(/indices within/);
  });
});

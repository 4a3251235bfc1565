import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../../src/network/parameters.js';
import { pc } from '../../../../src/rules/pc.js';
import { words } from '../../../../src/rules/words.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { pathwayOf } from '../../../../src/sim/pathway.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxation } from '../../../../src/sim/simulator.js';
import { networks } from '../../../agreement/networks.js';
import { chain, deviation, example, tangle } from '../../../reference/index.js';
import { problemOf } from '../../batched/problem.js';
import { both, expectSame, grains } from './continuous.js';

const threshold = (quantum: number, more: Partial<Relaxation> = {}) =>
  relaxationOf({ messages: 'threshold', quantum, ...more });

describe('activation relaxation', () => {
  it.each(Object.keys(networks))(
    'says as many messages as by its own code, and comes to the same: %s',
    (name) => {
      for (const [quantum, more] of [
        [0.1, {}],
        [0.05, { duration: 1.5 }],
        [0.03, { relativeQuantum: 0.1 }],
        [0.2, { anneal: 0.5, smallestQuantum: 0.05 }],
        [0.1, { flush: true, duration: 0.7 }],
      ] as const) {
        const ends = both(name, {}, { messages: 'threshold', quantum, ...more });
        expectSame(ends, JSON.stringify(more));
        expect(ends.now.energy, JSON.stringify(more)).toEqual(ends.old.energy);
      }
    },
  );

  it('does so in its variants, with what moves nothing said at last', () => {
    const named = 'two inputs, two outputs, one of them with children';
    const how = { messages: 'threshold', quantum: 0.05 } as const;
    const current = both(
      named,
      { updateDerivative: 'current', presynaptic: 'current', initial: 'zero' },
      how,
    );
    expectSame(current, 'current');
    expect(current.now.energy!.messages.down).toBe(current.old.energy!.messages.down);
    for (const grain of grains) expectSame(both(named, { feedback: 'learned' }, how, grain), grain);
  });
});

describe('activation relaxation, late', () => {
  const named = 'two inputs, two outputs, one of them with children';
  const late = {
    'a delay for each node': { delays: { h1: 0.4, h2: 0.3, out: 1.2, side: 0.7 } },
    'a delay for each synapse': {
      delays: { h2: (post: number, pre: number) => 0.3 + 0.05 * post + 0.01 * pre, out: 0.2 },
    },
    'cells of other times, some of them dead': {
      cells: { h1: { tau: [1, 0.5, 2, 1, 3], dead: [3] }, h2: { dead: [0] } },
    },
    'wires that lose and repeat': { wires: { loss: 0.1, duplicate: 0.1, seed: 3 } },
  };

  it.each(Object.entries(late))('with %s, is what its own code makes of it', (_, surroundings) => {
    for (const [grain, more] of [
      ['synapse', {}],
      ['arbor', { duration: 2.5 }],
      ['arbor', { flush: true }],
    ] as const) {
      const ends = both(named, {}, { messages: 'threshold', quantum: 0.05, ...more }, grain, surroundings);
      expectSame(ends, `${grain} ${JSON.stringify(more)}`);
      expect(ends.now.energy, `${grain} ${JSON.stringify(more)}`).toEqual(ends.old.energy);
    }
    // Inputs say again what nothing moves by, and so other wires fail.
    if ('wires' in surroundings) return;
    const current = { updateDerivative: 'current', presynaptic: 'current' } as const;
    const { now, old } = both(
      named,
      current,
      { messages: 'threshold', quantum: 0.03 },
      'arbor',
      surroundings,
    );
    expectSame({ now: { ...now, course: [] }, old: { ...old, course: [] } }, 'current');
  });
});

const frozen = phased(pc, { predictions: 'frozen', outputVariance: 2, stepSize: 0.5 });

describe.each([
  ['a chain', example(chain('tanh', 'mse'))],
  ['a graph', example(tangle('sigmoid', 'mse'))],
])('predictive coding with frozen predictions: %s', (_, problem) => {
  const { network, parameters, batch } = problemOf(problem);
  const relaxed = (relaxation: Relaxation, grain: (typeof grains)[number] = 'arbor', record = false) =>
    new EventSimulator(network, parameters, { grain }).relax(batch, { rule: frozen, relaxation, record });
  const gradientOf = (relaxation: Relaxation) =>
    Object.fromEntries(Object.entries(relaxed(relaxation).gradient).map(([name, { data }]) => [name, data]));

  it('is off by less, in proportion to the quantum, for more messages', () => {
    const exact = gradientOf(relaxationOf({ duration: 60 }));
    const rows = [1e-1, 1e-2, 1e-3, 1e-4].map((quantum) => ({
      error: deviation(gradientOf(threshold(quantum)), exact, 1e-9),
      messages: relaxed(threshold(quantum)).energy!.messages.down,
    }));
    for (const [i, { error, messages }] of rows.entries()) {
      if (i === 0) continue;
      expect(rows[i - 1].error / error).toBeGreaterThan(2);
      expect(messages).toBeGreaterThan(rows[i - 1].messages);
    }
    expect(rows[0].error / rows[3].error).toBeGreaterThan(300);
    const flushed = deviation(gradientOf(threshold(0.1, { flush: true })), exact, 1e-9);
    expect(flushed).toBeLessThan(1e-12);
  });

  it('is near its trajectories at every look, both grains to the bit, and looking changes nothing', () => {
    const how = threshold(1e-3, { duration: 2 });
    const seen = relaxed(how, 'arbor', true);
    expect(relaxed(how, 'synapse', true)).toEqual(seen);
    const { course: _, ...rest } = relaxed(how);
    expect(rest).toEqual({ ...seen, course: undefined });
    const exact = relaxed(relaxationOf({ duration: 2 }), 'arbor', true);
    expect(seen.course).toHaveLength(5);
    for (const [k, frame] of seen.course.entries())
      for (const [name, { data }] of Object.entries(exact.course[k]))
        for (const [i, value] of data.entries()) expect(frame[name].data[i]).toBeCloseTo(value, 2);
  });
});

describe('a rule of two states that move', () => {
  type N = { state: 'rate' | 'x' | 'y'; says: { up: 'rate'; down: 'x' | 'y' } };
  const { say, set, move, rule } = words<N>();
  const two: PhasedRule = {
    kind: 'phases',
    name: 'two',
    needs: [],
    rule: rule({
      name: 'two',
      paths: { up: { way: 'up' }, down: { way: 'down' } },
      answer: { phase: 'relax', state: 'x' },
      phases: [
        {
          name: 'relax',
          stepSize: 1,
          steps: 3,
          begins: [set({ x: 1, y: -2 })],
          talk: [say('down', { x: 'x', y: 'y' }, 'neuron')],
          moves: [
            move({
              x: (m, n) => m.sub(m.add(n.apical.y, n.bias), n.x),
              y: (m, n) => m.sub(m.mul(0.5, n.apical.x), n.y),
            }),
          ],
        },
      ],
    }),
  };
  const { network, parameters, batch } = problemOf(example(chain('tanh', 'mse'), 1));
  const relax = (relaxation: Relaxation) =>
    new EventSimulator(network, parameters, { grain: 'arbor' }).relax(batch, { rule: two, relaxation });

  it('says both when either has moved by a quantum, and both are near where they should be', () => {
    const exact = relax(relaxationOf({ duration: 2 })).states!;
    const [coarse, fine] = [0.1, 0.001].map((quantum) => relax(threshold(quantum, { duration: 2 })));
    const error = ({ states }: typeof fine) =>
      Math.max(
        ...Object.entries(exact).flatMap(([name, { data }]) =>
          Array.from(data, (value, i) => Math.abs(states![name].data[i] - value)),
        ),
      );
    expect(error(fine)).toBeLessThan(0.01);
    expect(error(coarse)).toBeGreaterThan(5 * error(fine));
    // Outputs hear nobody: they go from (1, -2) to (bias, 0) by leaking alone: each speaks at first, and
    // whenever one of its states has moved by 0.1 from what was last said of it.
    const leaks = Array.from({ length: 2 }, (_, unit) => {
      let [messages, x, y] = [1, 1, -2];
      const bias = parameters['layers.3.bias'].data[unit];
      for (let k = 1; k <= 20000; k++) {
        const left = Math.exp(-k / 1e4);
        const [nowX, nowY] = [bias + (1 - bias) * left, -2 * left];
        if (Math.abs(nowX - x) < 0.1 && Math.abs(nowY - y) < 0.1) continue;
        messages++;
        [x, y] = [nowX, nowY];
      }
      return messages;
    });
    const heard: string[] = [];
    const simulator = new EventSimulator(network, parameters, { grain: 'arbor' });
    simulator.listen('layers.3').subscribe(({ source }) => void heard.push(source));
    simulator.relax(batch, { rule: two, relaxation: threshold(0.1, { duration: 2 }) });
    const counts = [0, 1].map((unit) => heard.filter((source) => source === `layers.3[${unit}]`).length);
    expect(counts).toEqual(leaks);
  });
});

describe('refused by name', () => {
  const { network, batch } = problemOf(example(chain('tanh', 'mse')));
  const refused = (rule: PhasedRule, relaxation: Relaxation) =>
    expect(() =>
      new EventSimulator(network, initialParameters(network, 3, pathwayOf(rule))).relax(batch, {
        rule,
        relaxation,
      }),
    );

  it('is what only continuous time has, of phases that are not linear, with the formula', () => {
    const formula = /got set prediction = f\(add\(basal.v, bias\)\) in phase relax/;
    refused(phased(pc), threshold(0.1, { duration: 1 })).toThrow(formula);
    refused(phased(pc), threshold(0.1, { relativeQuantum: 0.1 })).toThrow(formula);
    refused(phased(pc), threshold(0.1, { flush: true })).toThrow(
      /EventSimulator.flush with rule pc: got set/,
    );
    expect(() =>
      new EventSimulator(network, initialParameters(network, 3)).relax(batch, {
        ...{ rule: phased(pc), relaxation: threshold(0.1) },
      }),
    ).not.toThrow();
  });
});

import { describe, expect, it } from 'vitest';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { fa } from '../../../../src/rules/fa.js';
import type { Statement } from '../../../../src/rules/rule.js';
import { words } from '../../../../src/rules/words.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { gainsOf } from '../../../../src/sim/events/phases/gains.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { added, ported, relaxing, sceneOf } from './patterned.js';
import { grains } from './surroundings.js';

const equilibrium = relaxationOf({ solver: 'equilibrium' });
const values = (...data: number[]) => ({ shape: [1, data.length], data: Float64Array.from(data) });

describe('by hand', () => {
  // Windows of two: the second has a tie, which the first of them wins; all of the third are below zero.
  const network = parseNetwork({
    inputs: { image: [6, 1, 1] },
    nodes: {
      c: { type: 'conv2d', filters: 1, kernel: 1, bias: false, from: ['image'] },
      largest: { type: 'maxPool2d', kernel: [2, 1], from: ['c'] },
      out: { type: 'dense', units: 1, from: ['largest'] },
    },
    outputs: { out: { loss: 'mse' } },
  });
  const parameters = {
    'c.weight': values(2),
    'out.weight': { shape: [1, 3], data: Float64Array.of(1, 10, 100) },
    'out.bias': { shape: [1], data: Float64Array.of(0) },
  };

  it.each(grains)('the largest of its ports passes on, and hears what comes down: grain %s', (grain) => {
    const simulator = new EventSimulator(network, parameters, { grain });
    const batch = {
      size: 1,
      inputs: { image: values(1, 3, 2, 2, -5, -4) },
      targets: { out: values(0) },
    };
    const { states, forward, gradient } = simulator.relax(batch, {
      rule: phased(ar),
      relaxation: equilibrium,
    });
    expect(Array.from(forward.largest.data)).toEqual([6, 4, -8]);
    const [answer] = forward.out.data;
    expect(answer).toBe(6 + 40 - 800);
    expect(Array.from(states!['c.x'].data)).toEqual([0, answer, 10 * answer, 0, 0, 100 * answer]);
    // Over all places of the filter.
    expect(gradient['c.weight'].data[0]).toBe(3 * answer + 2 * 10 * answer - 4 * 100 * answer);
  });

  it.each(grains)(
    'where windows overlap each has a winner, and hears of all that it won: grain %s',
    (grain) => {
      const overlapping = parseNetwork({
        inputs: { image: [7, 1, 1] },
        nodes: {
          c: { type: 'conv2d', filters: 1, kernel: 1, bias: false, from: ['image'] },
          largest: { type: 'maxPool2d', kernel: [3, 1], stride: [2, 1], from: ['c'] },
          out: { type: 'dense', units: 1, from: ['largest'] },
        },
        outputs: { out: { loss: 'mse' } },
      });
      const simulator = new EventSimulator(overlapping, parameters, { grain });
      const inputs = { image: values(1, 3, 4, 2, 2, 2, 2) };
      const batch = { size: 1, inputs, targets: { out: values(0) } };
      const presentation = { rule: phased(ar), relaxation: equilibrium };
      const { states, forward } = simulator.relax(batch, presentation);
      expect(Array.from(forward.largest.data)).toEqual([8, 8, 4]);
      const [answer] = forward.out.data;
      expect(Array.from(states!['c.x'].data)).toEqual([0, 0, 11 * answer, 0, 100 * answer, 0, 0]);
    },
  );

  it.each(grains)('each port of a product hears its slope, the product of the others: grain %s', (grain) => {
    const product = parseNetwork({
      inputs: { x: [1], y: [1], z: [1] },
      nodes: {
        ...Object.fromEntries(
          ['x', 'y', 'z'].map((name) => [
            `${name}s`,
            { type: 'add', factors: [2], from: [name], relaxes: true },
          ]),
        ),
        all: { type: 'multiply', from: ['xs', 'ys', 'zs'] },
      },
      outputs: { all: { loss: 'mse' } },
    });
    const simulator = new EventSimulator(product, {}, { grain });
    const inputs = { x: values(3), y: values(5), z: values(0) };
    const { states, forward } = simulator.relax(
      { size: 1, inputs, targets: { all: values(-1) } },
      { rule: phased(ar), relaxation: equilibrium },
    );
    expect(forward.all.data[0]).toBe(0);
    expect(['xs', 'ys', 'zs'].map((name) => states![`${name}.x`].data[0])).toEqual([0, 0, 60]);
  });
});

describe('refused by name', () => {
  const scene = (rule: PhasedRule, description: unknown = relaxing(ported)) =>
    sceneOf({ network: parseNetwork(description), rule, samples: 1 });
  const relaxed = (rule: PhasedRule, how: Parameters<typeof relaxationOf>[0], description?: unknown) => {
    const { events, batch } = scene(rule, description);
    return () => events().relax(batch, { rule, relaxation: relaxationOf(how) });
  };

  it('where values will be that slopes towards ports move with', () => {
    const pieces = JSON.parse(JSON.stringify(ported).replace(/tanh|sigmoid/g, 'relu'));
    expect(relaxed(phased(ar, { derivative: 'current' }), { duration: 2 }, pieces)).toThrow(
      /EventSimulator.nodes.pooled with rule ar.*: got messages trajectory, expected values that move to go down alone: in phase relax the slopes of type maxPool2d move with what goes up. Try solver euler with steps/,
    );
    expect(relaxed(phased(ar, { updateDerivative: 'current' }), { duration: 2 }, ported)).not.toThrow();
  });

  it('bounds of errors over products', () => {
    const rule = phased(ar);
    const { network, parameters } = scene(rule);
    expect(() => gainsOf(network, parameters, rule)).toThrow(
      /nodes.gated, whose ports are multiplied, expected ports that are added, or the largest of which counts/,
    );
  });

  type N = { state: 'rate' | 'slope'; says: { up: 'rate'; down: 'back' } };
  const { say, set, move, rule: ruleOf } = words<N>();
  const ruleWith = (...talk: Statement<N>[]): PhasedRule => ({
    ...{ kind: 'phases', name: 'odd', needs: [] },
    rule: ruleOf({
      ...{ name: 'odd', paths: { up: { way: 'up' }, down: { way: 'down' } } },
      answer: { phase: 'sweep', state: 'rate' },
      phases: [
        {
          ...{ name: 'sweep', order: 'up' },
          talk: [
            set({ rate: (_, n) => n.stimulus }, 'input'),
            set({ rate: (_, n) => n.in('rate'), slope: (_, n) => n.gate('rate') }),
            say('up', { rate: 'rate' }),
          ],
        },
        { name: 'back', talk },
      ],
    }),
  });

  it('formulas that are not linear in the slope towards a port', () => {
    const odd = (statement: Statement<N>) => relaxed(ruleWith(statement), {});
    expect(odd(say('down', { back: (m, n) => m.mul(n.slope, n.gate('rate')) }, 'neuron'))).toThrow(
      /nodes.pooled with rule odd: got say down.back = mul\(slope, gate\(rate\)\) in phase back, expected gate to be multiplied by, once/,
    );
    expect(odd(say('down', { back: (m, n) => m.sign(n.slope) }, 'neuron'))).toThrow(/sign\(slope\)/);
    expect(odd(say('down', { back: (_, n) => n.f(n.slope) }, 'neuron'))).toThrow(/f\(slope\)/);
    expect(odd(say('down', { back: (m, n) => m.add(n.rate, n.slope) }, 'neuron'))).toThrow(
      /add\(rate, slope\)/,
    );
    expect(odd(say('up', { rate: 'slope' }, 'neuron'))).toThrow(/say up.rate = slope/);
    expect(odd(move({ rate: (_, n) => n.slope }, 'neuron'))).toThrow(/expected gate in states that are set/);
    expect(odd(say('down', { back: (m, n) => m.sub(0, m.mul(n.slope, n.rate)) }, 'neuron'))).not.toThrow();
    // Where ports are added it is 1.
    const twice = ruleWith(say('down', { back: (m, n) => m.mul(n.slope, n.gate('rate')) }, 'neuron'));
    expect(relaxed(twice, {}, added)).not.toThrow();
  });

  it('nothing else', () => {
    expect(relaxed(phased(fa), {}, ported)).not.toThrow();
  });
});

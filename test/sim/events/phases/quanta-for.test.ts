import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../../../src/network/network.js';
import { initialParameters, matrix, type Parameters } from '../../../../src/network/parameters.js';
import { parseNetwork } from '../../../../src/network/parse.js';
import { ar } from '../../../../src/rules/ar.js';
import { ep } from '../../../../src/rules/ep.js';
import { fa } from '../../../../src/rules/fa.js';
import { pc } from '../../../../src/rules/pc.js';
import type { Rule } from '../../../../src/rules/rule.js';
import { words } from '../../../../src/rules/words.js';
import { quantaFor } from '../../../../src/sim/events/build/quanta-for.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { phased } from '../../../../src/sim/phased.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import { networks } from '../../../agreement/networks.js';
import { randomBatch } from '../../../agreement/problems.js';
import { refusal } from '../../../network/refusals.js';

// a -> b -> c -> out, one unit each.
const line = (activation: string) =>
  parseNetwork({
    inputs: { u: [1] },
    nodes: {
      a: { type: 'dense', units: 1, activation: 'linear', from: ['u'] },
      b: { type: 'dense', units: 1, activation: 'linear', from: ['a'] },
      c: { type: 'dense', units: 1, activation, from: ['b'] },
      out: { type: 'dense', units: 1, activation: 'linear', from: ['c'] },
    },
    outputs: { out: { loss: 'mse' } },
  });
const lineParameters: Parameters = Object.fromEntries(
  Object.entries({ a: 7, b: 2, c: -5, out: 11 }).flatMap(([node, w]) => [
    [`${node}.weight`, matrix([[w]])],
    [`${node}.bias`, { shape: [1], data: Float64Array.of(0) }],
  ]),
);

type N = { state: 'x' | 'y'; says: { up: 'x'; down: 'x' | 'y' } };
const { say, set, move, rule } = words<N>();
const ruleOf = (phase: Moving): PhasedRule => ({
  ...{ kind: 'phases', name: 'own', needs: [] },
  rule: rule({
    name: 'own',
    paths: { up: { way: 'up' }, down: { way: 'down' } },
    answer: { phase: 'relax', state: 'x' },
    phases: [{ name: 'relax', steps: 3, ...phase }],
  }),
});
type Moving = Pick<Rule<N>['phases'][number], 'begins' | 'talk' | 'moves'>;

/** Two states that move, each by what is said of the other above, and one of them half as much. */
const crossed = ruleOf({
  begins: [set({ x: 1, y: -2 })],
  talk: [say('down', { x: 'x', y: (m, n) => m.mul(-3, n.y) }, 'neuron')],
  moves: [
    move({
      x: (m, n) => m.sub(m.add(n.apical.y, n.bias), n.x),
      y: (m, n) => m.sub(m.mul(0.5, n.apical.x), n.y),
    }),
  ],
});

/** What moves goes up. */
const upward = ruleOf({
  begins: [set({ x: (_, n) => n.stimulus }, 'input')],
  talk: [say('up', { x: 'x' }, 'all')],
  moves: [move({ x: (m, n) => m.sub(m.mul(0.5, n.in('x')), n.x) })],
});

const frozen = (chosen: object = {}) => phased(pc, { predictions: 'frozen', ...chosen });

describe('quanta for a wanted error of a rule in phases', () => {
  it('share it equally among the nodes that are heard, as worked out by hand', () => {
    const quanta = (activation: string, rule: PhasedRule) =>
      quantaFor(line(activation), lineParameters, 1, rule);
    // Values that are held say nothing that moves: as of activation relaxation.
    expect(quanta('linear', frozen())).toEqual({ a: 1, b: 0.25, c: 0.05 });
    expect(quanta('sigmoid', frozen({ outputVariance: 4 }))).toEqual({ a: 1, b: 0.25, c: 0.2 });
    // b is off by q_a, c by 2.5 (q_a + q_b), out by 5.5 q_c + 13.75 (q_a + q_b), each a third of 1. Nobody hears out.
    const [low, high] = [1 / 41.25, 1 / 16.5].map((q) => expect.closeTo(q, 15));
    expect(quanta('sigmoid', upward)).toEqual({ a: low, b: low, c: high, out: 1 });
  });

  it('count every way in which one state comes to be in another', () => {
    // Where x and y of out are off by q, x and y of c are by 33 q and 5.5 q, of b by 82.5 q both, of a by 495 q and 82.5 q; of
    // c: of b by 15 q and 2.5 q, of a by 15 q; of b: of a by 6 q and q. Each has a third of 1 at x of a.
    const [out, c, b] = [1485, 45, 18].map((gain) => expect.closeTo(1 / gain, 15));
    expect(quantaFor(line('linear'), lineParameters, 1, crossed)).toEqual({ a: 1, b, c, out });
  });

  const laws: readonly [string, PhasedRule][] = [
    ['pc', frozen()],
    ['pc over another variance', frozen({ outputVariance: 0.25, convention: 'post-activation' })],
    ['pc, pre-activation', frozen({ convention: 'pre-activation' })],
    ['two states', crossed],
    ['upward', upward],
  ];
  it.each(laws)('keep every error below it at every time: %s', (_, rule) => {
    const named = fc.constantFrom('skip connection', 'five hidden layers', 'one unit everywhere');
    const law = fc.property(named, fc.integer({ min: 1, max: 1000 }), (name, seed) => {
      const network = parseNetwork(networks[name]);
      const parameters = initialParameters(network, seed);
      const batch = randomBatch(network, 1, seed);
      const quantum = quantaFor(network, parameters, 0.3, rule);
      const courseOf = (how: object) =>
        new EventSimulator(network, parameters, { grain: 'arbor' }).relax(batch, {
          ...{ rule, record: true, relaxation: relaxationOf({ duration: 3, ...how }) },
        }).course;
      const exact = courseOf({});
      const course = courseOf({ messages: 'threshold', quantum });
      const states = rule === crossed ? ['x', 'y'] : rule === upward ? ['x'] : ['v'];
      let largest = 0;
      for (const [k, frame] of course.entries()) {
        for (const node of Object.keys(network.nodes)) {
          for (const state of states) {
            const wanted = exact[k][`${node}.${state}`].data;
            for (const [i, value] of frame[`${node}.${state}`].data.entries())
              largest = Math.max(largest, Math.abs(value - wanted[i]));
          }
        }
      }
      expect(largest).toBeLessThanOrEqual(0.3);
    });
    fc.assert(law, { seed: 5, numRuns: 4 });
  });

  it('are refused by name where nothing bounds an error', () => {
    const network: Network = line('tanh');
    const refused = (rule: PhasedRule) => refusal(() => quantaFor(network, lineParameters, 1, rule));
    expect(refused(phased(pc))).toMatch(/^quantaFor with rule pc: got set prediction = f\(/);
    expect(refused(phased(ep))).toMatch(/^quantaFor with rule ep: got /);
    expect(refused(phased(fa))).toContain('got phases in which nothing moves');
    expect(refused(phased(ar, { feedback: 'random' }))).toContain('.feedback');
    const stimulated = ruleOf({
      talk: [say('down', { x: (m, n) => m.mul(n.x, n.bias) }, 'neuron')],
      moves: [move({ x: (m, n) => m.sub(n.apical.x, n.x) })],
    });
    expect(refused(stimulated)).toMatch(
      /got say down.x = mul\(x, bias\) in phase relax, of b, expected factors that have a bound/,
    );
    const loud = ruleOf({
      talk: [say('up', { x: 'x' }, 'all')],
      moves: [move({ x: (m, n) => m.sub(m.add(n.in('x'), n.stimulus), n.x) }, 'all')],
    });
    expect(refused(loud)).toContain('got u, an input that moves and is heard');
  });
});

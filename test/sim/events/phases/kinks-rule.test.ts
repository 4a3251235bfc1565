import { describe, expect, it } from 'vitest';
import type { Formula, Phase, Rule } from '../../../../src/rules/rule.js';
import { words } from '../../../../src/rules/words.js';
import { EventSimulator } from '../../../../src/sim/events/engine.js';
import { relaxationOf } from '../../../../src/sim/relaxation.js';
import type { PhasedRule } from '../../../../src/sim/rule.js';
import type { Relaxed } from '../../../../src/sim/simulator.js';
import { deviation } from '../../../reference/index.js';
import { kinkedChain, kinkedProblem } from './kinks.js';

type N = { state: 'rate' | 'x' | 'y' | 'gain' | 'error'; says: { up: 'rate' | 'both'; down: 'e' } };
const { say, set, move, learn, rule } = words<N>();

/** Its slope is taken at three times what comes up of x + 1/2 y, and said with a factor, and with a share that it is none of. */
const slope: Formula<N> = (m, n) => n.df(m.sub(m.mul(3, n.basal.both), n.bias));

interface Formulas {
  readonly e: Formula<N>;
  readonly velocity: Formula<N>;
}

const made = ({ e, velocity }: Formulas, steps: number, stepSize: number): Rule =>
  rule({
    name: 'own',
    paths: { up: { way: 'up' }, down: { way: 'down' } },
    answer: { phase: 'sweep', state: 'rate' },
    phases: [
      {
        ...{ name: 'sweep', order: 'up' },
        talk: [
          set({ rate: (_, n) => n.stimulus }, 'input'),
          set({ rate: (_, n) => n.f(n.in('rate')) }),
          say('up', { rate: 'rate', both: 'rate' }),
        ],
      },
      {
        ...{ name: 'relax', steps, stepSize },
        begins: [set({ x: 'rate', y: 1, error: (_, n) => n.errorAt(n.rate) })],
        talk: [
          say('up', { both: (m, n) => m.add(n.x, m.mul(0.5, n.y)) }, 'lower'),
          set({ gain: slope }),
          say('down', { e }, 'neuron'),
        ],
        moves: [move({ x: velocity, y: (m, n) => m.sub(m.mul(0.5, n.x), n.y) })],
        ends: [learn({ up: [{ pre: (_, heard) => heard.both, post: (m, n) => m.mul(n.gain, n.x) }] })],
      },
    ],
  });

/** What a slope is a factor of is said. */
const saying: Formulas = {
  e: (m, n) => m.add(m.mul(2, n.gain, m.add(n.x, n.y), 0.25), m.mul(0.5, n.x)),
  velocity: (m, n) => m.sub(m.add(m.mul(0.5, n.apical.e), n.error), n.x),
};

/** It moves the neuron itself, whose slope comes back to it two steps later: no kink holds it. */
const feeling: Formulas = {
  e: (_, n) => n.x,
  velocity: (m, n) => m.sub(m.add(m.mul(n.gain, n.apical.e), n.error), n.x),
};

const phased = (of: Rule): PhasedRule => ({ kind: 'phases', name: 'own', rule: of, needs: [] });

function numbers({ states, gradient }: Relaxed): Record<string, ArrayLike<number>> {
  const all = Object.entries({ ...states, ...gradient });
  // A slope is a number of its own at every instant; where a kink holds it, steps go to and fro.
  return Object.fromEntries(
    all.filter(([name]) => !name.endsWith('.gain')).map(([name, { data }]) => [name, data]),
  );
}

describe.each([
  ['in what they say', saying],
  ['in what moves them', feeling],
] as const)('a rule of two states whose slopes are factors %s', (_, formulas) => {
  it.each(['three hidden layers'])('goes where its steps tend to: %s', (name) => {
    {
      const { network, parameters, batch } = kinkedProblem(name, {}, 2);
      const relaxed = (steps: number, duration?: number) =>
        new EventSimulator(network, parameters, { grain: 'arbor' }).relax(batch, {
          rule: phased(made(formulas, steps, 2 / steps)),
          relaxation: relaxationOf(duration === undefined ? {} : { duration }),
        });
      const exact = relaxed(100, 2);
      expect(exact.phases![1].kinks!.crossed).toBeGreaterThan(0);
      const [coarse, fine] = [100, 1600].map((steps) =>
        deviation(numbers(relaxed(steps)), numbers(exact), 1e-9),
      );
      expect(fine).toBeLessThan(0.02);
      expect(fine).toBeLessThan(coarse / 4);
    }
  });
});

it('is held at a kink by what comes back to it, whatever factors that has on its way', () => {
  // Activation relaxation in other units: what goes up is doubled and halved again, what comes down is three times as much.
  const relax: Phase<N> = {
    ...{ name: 'relax', steps: 10, stepSize: 0.25 },
    begins: [set({ x: 'rate', error: (_, n) => n.errorAt(n.rate) }), set({ x: 'error' }, 'top')],
    talk: [
      say('up', { both: (m, n) => m.mul(2, n.x) }, 'lower'),
      set({ gain: (m, n) => n.df(m.add(m.mul(0.5, n.basal.both), n.bias)) }),
      say('down', { e: (m, n) => m.mul(3, n.x, n.gain) }, 'neuron'),
    ],
    moves: [move({ x: (m, n) => m.sub(m.add(m.mul(1 / 3, n.apical.e), n.error), n.x) }, 'lower')],
  };
  const { phases, ...rest } = made(saying, 1, 1);
  const both: Formula<N> = (m, n) => m.mul(2, n.rate);
  const sweep = { ...phases[0], talk: [...phases[0].talk.slice(0, 2), say('up', { rate: 'rate', both })] };
  const own = phased(rule({ ...rest, phases: [sweep, relax] } as unknown as Rule<N>));
  const { simulator, batch } = kinkedChain(-4, 1);
  const relaxation = relaxationOf({ duration: 3 });
  const { course, phases: ends } = simulator.relax(batch, { rule: own, relaxation, record: true });
  // As by hand in kinks.test.ts.
  for (const [k, frame] of course.entries())
    expect(Math.abs(frame['a.x'].data[0] - Math.max(2 * Math.exp(-0.25 * k), 1))).toBeLessThan(1e-14);
  expect(ends![1].kinks).toEqual({ crossed: 0, held: 1 });
});

import { expect, it } from 'vitest';
import { normalAt } from '../../src/math/counted-noise.js';
import { dynamicsOf } from '../../src/rules/dynamics.js';
import { family } from '../../src/rules/family.js';
import { needsOf } from '../../src/rules/needs.js';
import { sweep } from '../../src/rules/sweep.js';
import { words } from '../../src/rules/words.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { phased } from '../../src/sim/phased.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import type { Activities, Simulator } from '../../src/sim/simulator.js';
import { chain, example } from '../reference/index.js';
import { exact } from '../sim/batched/phases/exact.js';
import { problemOf } from '../sim/batched/problem.js';

type N = { state: 'rate' | 'slope' | 'x' | 'z'; says: { up: 'rate'; down: 'x' } };
const { say, set, move, learn, rule } = words<N>();

/** An Ornstein-Uhlenbeck process in every neuron, dx = (drive - x) dt + 0.3 dW, and another draw in z. */
const noisy = phased(
  family({
    name: 'noisy',
    summary: 'noise that a rule draws',
    source: 'of a test',
    options: {},
    of: () =>
      rule({
        name: 'noisy',
        paths: { up: { way: 'up' }, down: { way: 'down' } },
        answer: { phase: 'sweep', state: 'rate' },
        phases: [
          sweep,
          {
            name: 'wander',
            steps: 5,
            stepSize: 0.25,
            talk: [say('down', { x: 'x' }, 'neuron')],
            moves: [
              move({
                x: (m, n, signals) =>
                  m.add(m.sub(n.apical.x, n.x), m.mul(0.3 / Math.sqrt(signals.stepSize), n.noise(signals))),
              }),
              set({ z: (m, n, signals) => m.mul(1, n.noise(signals, 2)) }),
            ],
            ends: [learn({ up: [{ pre: (_, heard) => heard.rate, post: (_, n) => n.x }] })],
          },
        ],
      }),
  }),
);

const { network, parameters, batch } = problemOf(example(chain('tanh', 'mse')));
const relaxation = relaxationOf({ solver: 'euler' });
const engines = (): readonly Simulator[] => [
  new BatchedSimulator(network, parameters, exact),
  new EventSimulator(network, parameters, { grain: 'arbor' }),
  new EventSimulator(network, parameters, { grain: 'synapse' }),
];
const flat = (set: Activities) => Object.values(set).flatMap(({ data }) => [...data]);
const presented = { rule: noisy, relaxation, record: true, seed: 3, updates: 7 };

it('both engines draw the same, every state at every step', () => {
  const [wanted, ...others] = engines().map((engine) => engine.relax(batch, presented));
  for (const got of others) {
    for (const [step, states] of got.course.entries()) {
      const known = flat(wanted.course[step]);
      for (const [k, value] of flat(states).entries()) expect(value).toBeCloseTo(known[k], 12);
    }
    for (const [k, value] of flat(got.gradient).entries())
      expect(value).toBeCloseTo(flat(wanted.gradient)[k], 12);
  }
});

it('the first step is that of its equation, with the number that belongs to it', () => {
  const [, events] = engines();
  const { course } = events.relax(batch, presented);
  const [name] = Object.keys(network.nodes).slice(-1);
  const [, first] = course;
  const [, units] = first[`${name}.z`].shape;
  expect(new Set(first[`${name}.z`].data).size).toBe(batch.size * units);
  // Nothing comes down to an output: x is 0.3 sqrt(h) times a standard normal number.
  const x = first[`${name}.x`].data;
  const z = first[`${name}.z`].data;
  expect(x.some((value, k) => Math.abs(value / (0.3 * Math.sqrt(0.25)) - z[k]) < 1e-9)).toBe(false);
  expect(Math.max(...x.map(Math.abs))).toBeLessThan(0.15 * 5);
});

it('draws again the same, and others under another seed, update or step', () => {
  const [, events] = engines();
  const at = (more: object) => flat(events.relax(batch, { ...presented, ...more }).states!);
  const known = at({});
  expect(at({})).toEqual(known);
  expect(at({ seed: 4 })).not.toEqual(known);
  expect(at({ updates: 8 })).not.toEqual(known);
  const { course } = events.relax(batch, presented);
  const z = course.slice(1).map((states) => flat({ z: states[`${Object.keys(network.nodes)[0]}.z`] }));
  expect(new Set(z.flat()).size).toBe(z.flat().length);
});

it('is standard normal, and no number tells of its neighbours', () => {
  const count = 20_000;
  for (const along of [0, 1, 2, 3, 4, 5]) {
    const key = [1, 2, 3, 4, 5, 6];
    const numbers = Array.from({ length: count }, (_, k) => normalAt(...key.with(along, k)));
    const mean = (of: (x: number, k: number) => number) =>
      numbers.reduce((sum, x, k) => sum + of(x, k), 0) / count;
    // Three standard errors, and one more.
    const error = 4 / Math.sqrt(count);
    expect(Math.abs(mean((x) => x))).toBeLessThan(error);
    expect(Math.abs(mean((x) => x * x) - 1)).toBeLessThan(error * Math.SQRT2);
    expect(Math.abs(mean((x) => x ** 4) - 3)).toBeLessThan(error * Math.sqrt(96));
    expect(Math.abs(mean((x, k) => x * (numbers[k + 1] ?? 0)))).toBeLessThan(error);
  }
});

it('is its own, and leaves no closed form and no continuous time', () => {
  expect(needsOf(noisy.rule).some(({ reads }) => reads.includes('noise'))).toBe(false);
  expect(dynamicsOf(noisy.rule, noisy.rule.phases[1])).toMatchObject({ linear: false, closedForm: false });
  const [, events] = engines();
  const inTime = () => events.relax(batch, { rule: noisy, relaxation: relaxationOf({ duration: 1 }) });
  expect(inTime).toThrow(/^EventSimulator\..* with rule noisy/);
});

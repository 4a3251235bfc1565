import { describe, expect, it } from 'vitest';
import { matrix, type Parameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { family } from '../../src/rules/family.js';
import { needsOf } from '../../src/rules/needs.js';
import { words } from '../../src/rules/words.js';
import { BatchedSimulator } from '../../src/sim/batched/engine.js';
import { EventSimulator } from '../../src/sim/events/engine.js';
import { phased } from '../../src/sim/phased.js';
import { relaxationOf } from '../../src/sim/relaxation.js';
import type { Batch, Simulator } from '../../src/sim/simulator.js';
import { exact } from '../sim/batched/phases/exact.js';

type N = { state: 'y'; says: { up: 'x' }; factor: 'reward' };
const { say, set, learn, adapt, rule } = words<N>();
const hear = [
  set({ y: (_, n) => n.stimulus }, 'input'),
  set({ y: (_, n) => n.in('x') }),
  say('up', { x: 'y' }),
] as const;

/** dw = reward x y: Hebb's rule with a reward that all are told. */
const rewarded = phased(
  family({
    name: 'rewarded',
    summary: 'a third factor',
    source: 'of a test',
    options: {},
    of: () =>
      rule({
        name: 'rewarded',
        paths: { up: { way: 'up' } },
        factors: ['reward'],
        answer: { phase: 'hear', state: 'y' },
        phases: [
          {
            name: 'hear',
            order: 'up',
            talk: hear,
            ends: [
              learn({
                up: [
                  { gain: -1, pre: (_, heard) => heard.x, post: (m, n) => m.mul(n.factor('reward'), n.y) },
                ],
              }),
            ],
          },
        ],
      }),
  }),
);

/** dw/dt = -trace of x y, in steps of 0.5 tau; the rate is 1 where nothing is said. */
const traced = (lowpass: number | undefined) =>
  phased(
    family({
      name: 'traced',
      summary: 'traces',
      source: 'of a test',
      options: {},
      of: () =>
        rule({
          name: 'traced',
          paths: { up: { way: 'up' } },
          answer: { phase: 'hear', state: 'y' },
          phases: [
            {
              name: 'hear',
              steps: 4,
              stepSize: 0.5,
              talk: [say('up', { x: (_, n) => n.stimulus }, 'input'), set({ y: (_, n) => n.in('x') })],
              moves: [
                adapt({ up: [{ pre: (_, heard) => heard.x, post: (_, n) => n.y }] }, 'neuron', lowpass),
              ],
            },
          ],
        }),
    }),
  );

const network = parseNetwork({ input: [2], layers: [{ type: 'dense', units: 2 }] });
const parameters: Parameters = {
  'layers.0.weight': matrix([
    [1, -0.5],
    [0.25, 2],
  ]),
  'layers.0.bias': { shape: [2], data: Float64Array.of(0.1, -0.2) },
};
const relaxation = relaxationOf({ solver: 'euler' });
const engines = (): readonly (readonly [string, Simulator])[] => [
  ['batched', new BatchedSimulator(network, parameters, exact)],
  ['arbor', new EventSimulator(network, parameters, { grain: 'arbor' })],
  ['synapse', new EventSimulator(network, parameters, { grain: 'synapse' })],
];

/** The rows of W x + b. */
const outputs = (w: readonly number[], b: readonly number[], [x0, x1]: readonly number[]) =>
  [0, 1].map((i) => w[2 * i] * x0 + w[2 * i + 1] * x1 + b[i]);

describe('a third factor', () => {
  const rows = [
    [0.5, -1],
    [2, 0.25],
  ];
  const rewards = [1, -0.5];
  const batch: Batch = {
    size: 2,
    inputs: { input: matrix(rows) },
    targets: {
      'layers.0': matrix([
        [0, 0],
        [0, 0],
      ]),
    },
    factors: { reward: { shape: [2, 1], data: Float64Array.from(rewards) } },
  };
  const [weight, bias] = [
    [1, -0.5, 0.25, 2],
    [0.1, -0.2],
  ];

  it.each(engines())('is told with each sample: %s', (_, engine) => {
    const { gradient } = engine.relax(batch, { rule: rewarded, relaxation });
    const mean = (of: (row: number) => number) => (of(0) + of(1)) / 2;
    const y = rows.map((x) => outputs(weight, bias, x));
    for (let i = 0; i < 2; i++) {
      const got = gradient['layers.0.bias'].data[i];
      expect(got).toBeCloseTo(
        mean((row) => -rewards[row] * y[row][i]),
        12,
      );
      for (let j = 0; j < 2; j++) {
        const wanted = mean((row) => -rewards[row] * y[row][i] * rows[row][j]);
        expect(gradient['layers.0.weight'].data[2 * i + j]).toBeCloseTo(wanted, 12);
      }
    }
    engine.train(batch, { rule: rewarded, relaxation, learningRate: 0.5 });
    const moved = engine.parameters()['layers.0.weight'].data[0];
    expect(moved).toBeCloseTo(1 - 0.5 * gradient['layers.0.weight'].data[0], 12);
  });

  it.each(engines())('is refused where it is missing, malformed, or told to nobody: %s', (_, engine) => {
    const relax =
      (factors: Batch['factors'], of = rewarded) =>
      () => {
        const { factors: __, ...rest } = batch;
        return engine.relax({ ...rest, ...(factors && { factors }) }, { rule: of, relaxation });
      };
    expect(relax(undefined)).toThrow(
      /^batch\.factors\.reward: got nothing, expected a finite number for each of 2 samples: rule rewarded is told it\.$/,
    );
    expect(relax({ reward: { shape: [1, 1], data: Float64Array.of(1) } })).toThrow(/got 1 numbers/);
    const odd = { shape: [2, 1], data: Float64Array.of(1, Number.NaN) };
    expect(relax({ reward: odd })).toThrow(/^batch\.factors\.reward\[1\]: got NaN/);
    expect(relax({ ...batch.factors, mood: odd })).toThrow(
      /^batch\.factors\.mood: got it, expected only .* reward/,
    );
  });

  it('is a signal that all hear, and one that is not declared is refused', () => {
    expect(needsOf(rewarded.rule)).toContainEqual({ update: 'weight', reads: 'signal reward', level: 2 });
    const { factors: _, ...undeclared } = rewarded.rule;
    expect(() => needsOf(undeclared)).toThrow(/^rule rewarded: got a formula that reads factor\.reward/);
  });
});

describe('a trace of the gradient', () => {
  const x = [0.5, -1];
  const batch: Batch = {
    size: 1,
    inputs: { input: matrix([x]) },
    targets: { 'layers.0': matrix([[0, 0]]) },
  };

  /** Weights after two presentations of four steps, in plain loops. */
  function byHand(lowpass: number, rate: number): { readonly w: number[]; readonly b: number[] } {
    let [w, b] = [
      [1, -0.5, 0.25, 2],
      [0.1, -0.2],
    ];
    for (let presentation = 0; presentation < 2; presentation++) {
      let trace = [0, 0, 0, 0, 0, 0];
      for (let step = 0; step < 4; step++) {
        const y = outputs(w, b, x);
        const gradient = [y[0] * x[0], y[0] * x[1], y[1] * x[0], y[1] * x[1], ...y];
        trace = trace.map((old, k) => old + (0.5 / lowpass) * (gradient[k] - old));
        const all = [...w, ...b].map((old, k) => old - rate * 0.5 * trace[k]);
        [w, b] = [all.slice(0, 4), all.slice(4)];
      }
    }
    return { w, b };
  }

  it.each(engines())('is what weights descend, and begins anew with each presentation: %s', (_, engine) => {
    for (let k = 0; k < 2; k++) engine.train(batch, { rule: traced(2), relaxation, learningRate: 0.3 });
    const { w, b } = byHand(2, 0.3);
    const left = engine.parameters();
    for (const [k, value] of w.entries()) expect(left['layers.0.weight'].data[k]).toBeCloseTo(value, 12);
    for (const [k, value] of b.entries()) expect(left['layers.0.bias'].data[k]).toBeCloseTo(value, 12);
  });

  it.each(engines())('is the gradient itself where it forgets within a step: %s', (_, engine) => {
    const [own, plain] = [traced(0.5), traced(undefined)].map(
      (rule) => engine.relax(batch, { rule, relaxation, learningRate: 0.3 }).gradient,
    );
    for (const [name, { data }] of Object.entries(plain))
      for (const [k, value] of [...data].entries()) expect(own[name].data[k]).toBeCloseTo(value, 12);
    const slow = engine.relax(batch, { rule: traced(2), relaxation, learningRate: 0.3 }).gradient;
    expect(slow['layers.0.weight'].data[0]).not.toBeCloseTo(plain['layers.0.weight'].data[0], 2);
  });

  it('is kept by the synapse, and slower than a step', () => {
    const need = { update: 'weight', reads: 'trace of its gradient', level: 1 };
    expect(needsOf(traced(2).rule)).toContainEqual(need);
    expect(needsOf(traced(undefined).rule)).not.toContainEqual(need);
    expect(() => traced(0.4)).toThrow(
      /^rule traced: lowpass in phase hear: got 0\.4, expected a time of at least a step, 0\.5 tau\.$/,
    );
  });
});

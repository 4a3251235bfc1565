import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, isActive } from '../../../src/lab/sweeps/conditions.js';
import { valueAt, withValue } from '../../../src/lab/sweeps/dotted.js';
import { parameterOf } from '../../../src/lab/sweeps/parameter.js';
import { scales } from '../../../src/lab/sweeps/scales.js';
import { rungsOf } from '../../../src/lab/sweeps/strategies/halving.js';
import { mirrored } from '../../../src/lab/sweeps/strategies/points.js';
import { sobolDimensions, sobolPoints } from '../../../src/lab/sweeps/strategies/sobol-points.js';
import { strategies } from '../../../src/lab/sweeps/strategies.js';
import { sweepOf } from '../../../src/lab/sweeps/sweep.js';

const range = (given: unknown) => parameterOf('p', 'p', given).range;
const trials = (sweep: object) => sweepOf({ ...sweep }, 'sweep').search.trials;

describe('scales', () => {
  it('have a value at each place, by hand', () => {
    expect(range({ scale: 'uniform', low: 2, high: 6 }).at(0.25)).toBe(3);
    expect(range({ scale: 'log-uniform', low: 0.01, high: 1 }).at(0.5)).toBe(0.1);
    expect([0, 0.249, 0.25, 0.999].map(range({ scale: 'integer', low: 1, high: 4 }).at)).toEqual([
      1, 1, 2, 4,
    ]);
    // [1/2, 17/2) in thirds of its logarithm: about 1.286 and 3.306.
    expect([0, 1 / 3, 2 / 3, 0.999].map(range({ scale: 'log-integer', low: 1, high: 8 }).at)).toEqual([
      1, 1, 3, 8,
    ]);
    expect([0, 0.34, 0.67].map(range(['a', 'b', 'c']).at)).toEqual(['a', 'b', 'c']);
  });

  it('do not overflow between ends far apart', () => {
    expect(range({ scale: 'uniform', low: -1e308, high: 1.5e308 }).at(0.5)).toBeCloseTo(0.25e308, -300);
    expect(range({ scale: 'log-uniform', low: 1e-300, high: 1e300 }).at(0.5)).toBe(1);
  });

  it('have points from end to end', () => {
    expect(range({ scale: 'uniform', low: 0, high: 1 }).points(3)).toEqual([0, 0.5, 1]);
    expect(range({ scale: 'log-uniform', low: 0.001, high: 1 }).points(4)).toEqual([0.001, 0.01, 0.1, 1]);
    expect(range({ scale: 'integer', low: 1, high: 3 }).points(undefined)).toEqual([1, 2, 3]);
    expect(range({ scale: 'integer', low: 0, high: 2 }).points(5)).toEqual([0, 1, 2]);
    expect(range({ scale: 'log-integer', low: 1, high: 100 }).points(3)).toEqual([1, 10, 100]);
    expect(range({ scale: 'uniform', low: 0, high: 1 }).points(undefined)).toBeUndefined();
  });

  it('never leave their ends', () => {
    const ends = fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }));
    const names = Object.keys(scales).filter((name) => name !== 'choice');
    fc.assert(
      fc.property(
        ends,
        fc.constantFrom(...names),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([a, b], scale, place) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b) + 1];
          const value = Number(range({ scale, low, high }).at(place));
          return value >= low && value <= high && (!scale.endsWith('integer') || Number.isInteger(value));
        },
      ),
    );
  });
});

describe('dotted names', () => {
  it('reach into objects and lists, and change nothing else', () => {
    const root = { network: { layers: [{ units: 3 }, { units: 10 }] }, optimiser: 'adam' };
    const wider = withValue(root, 'network.layers.0.units', 7, 'w');
    expect(wider).toEqual({ network: { layers: [{ units: 7 }, { units: 10 }] }, optimiser: 'adam' });
    expect(valueAt(wider, 'network.layers.1.units')).toBe(10);
    expect(withValue(root, 'optimiser.beta1', 0.8, 'w')).toMatchObject({
      optimiser: { name: 'adam', beta1: 0.8 },
    });
    expect(withValue({}, 'relaxation.steps', 3, 'w')).toEqual({ relaxation: { steps: 3 } });
    expect(root.network.layers[0].units).toBe(3);
  });

  it('refuse what they cannot lead through', () => {
    expect(() => withValue({ a: [1] }, 'a.1', 3, 'w')).toThrow('one of the 1 entries');
    expect(() => withValue({ a: 3 }, 'a.b', 3, 'w')).toThrow('leads through 3');
    expect(withValue({}, '__proto__.x', 1, 'w')).not.toHaveProperty('x');
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('grids', () => {
  const parameters = {
    'ruleOptions.beta': { values: [0.5, 1], when: { rule: 'ep' } },
    rule: ['bp', 'ep'],
    learningRate: [0.1, 0.2],
  };

  it('cross what is there, and try nothing twice', () => {
    expect(trials({ parameters })).toEqual([
      { rule: 'bp', learningRate: 0.1 },
      { rule: 'bp', learningRate: 0.2 },
      { rule: 'ep', 'ruleOptions.beta': 0.5, learningRate: 0.1 },
      { rule: 'ep', 'ruleOptions.beta': 0.5, learningRate: 0.2 },
      { rule: 'ep', 'ruleOptions.beta': 1, learningRate: 0.1 },
      { rule: 'ep', 'ruleOptions.beta': 1, learningRate: 0.2 },
    ]);
  });

  it('of a zip are as long as their lists', () => {
    const zipped = { parameters: { learningRate: [1, 2], epochs: [3, 4] }, strategy: 'zip' };
    expect(trials(zipped)).toEqual([
      { learningRate: 1, epochs: 3 },
      { learningRate: 2, epochs: 4 },
    ]);
  });

  it('put conditions on conditions in order', () => {
    const [a, b, c] = [
      parameterOf('p', 'a', { values: [1], when: { b: 2 } }),
      parameterOf('p', 'b', { values: [2, 3], when: { c: [4] } }),
      parameterOf('p', 'c', [4, 5]),
    ];
    expect(inOrder('p', [a, b, c]).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
    expect([isActive(a, { c: 4, b: 2 }), isActive(a, { c: 4, b: 3 }), isActive(a, { c: 5 })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

const drawing = ['random', 'sobol', 'halton'] as const;
const sampled = (name: string, seed = 1, count = 32) => ({
  parameters: {
    rule: ['bp', 'ep'],
    learningRate: { scale: 'log-uniform', low: 1e-4, high: 1 },
    'ruleOptions.beta': { scale: 'uniform', low: 0, high: 1, when: { rule: 'ep' } },
  },
  strategy: { name, trials: count, seed },
});

describe.each(drawing)('%s', (name) => {
  it('draws the same trials from the same seed, and others from another; more go on from fewer', () => {
    expect(trials(sampled(name))).toEqual(trials(sampled(name)));
    expect(trials(sampled(name, 2))).not.toEqual(trials(sampled(name)));
    expect(trials(sampled(name, 1, 40)).slice(0, 32)).toEqual(trials(sampled(name)));
  });

  it('has conditional parameters only where they are, and both halves about as often', () => {
    const drawn = trials(sampled(name, 1, 200));
    for (const values of drawn) expect('ruleOptions.beta' in values).toBe(values.rule === 'ep');
    const low = drawn.filter(({ learningRate }) => Number(learningRate) < 0.01).length;
    expect(low).toBeGreaterThan(75);
    expect(low).toBeLessThan(125);
  });
});

it('more trials than anyone means are refused before they are made', () => {
  const points = { scale: 'uniform', low: 0, high: 1, points: 100_000 };
  expect(() => trials({ parameters: { learningRate: points, weightDecay: points } })).toThrow(
    '10000000000 trials',
  );
  const many = { ...sampled('random', 1, 50_000), seeds: 3 };
  expect(() => trials(many)).toThrow('at most 100000');
});

it('coinciding trials are tried once', () => {
  const few = { parameters: { epochs: [1, 2, 3] }, strategy: { name: 'random', trials: 50 } };
  expect(
    trials(few)
      .map(({ epochs }) => epochs)
      .sort(),
  ).toEqual([1, 2, 3]);
});

const scipy: readonly (readonly [point: number, coordinates: readonly number[]])[] = [
  [1, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]],
  [2, [0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75, 0.75, 0.75, 0.75, 0.75]],
  [3, [0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.25, 0.25, 0.25, 0.25, 0.25]],
  [7, [0.125, 0.625, 0.375, 0.125, 0.125, 0.375, 0.625, 0.625, 0.625, 0.875, 0.625, 0.125]],
  [11, [0.4375, 0.5625, 0.1875, 0.6875, 0.8125, 0.0625, 0.6875, 0.6875, 0.6875, 0.0625, 0.9375, 0.3125]],
  [15, [0.0625, 0.9375, 0.5625, 0.3125, 0.6875, 0.1875, 0.8125, 0.3125, 0.3125, 0.6875, 0.0625, 0.1875]],
];

it("Sobol's points are those of scipy.stats.qmc.Sobol(12, scramble=False) of SciPy 1.17.1", () => {
  const points = sobolPoints(16, sobolDimensions);
  for (const [i, expected] of scipy) expect(points[i], `point ${i}`).toEqual(expected);
});

it("Sobol's first 2^k points have one in each of 2^k equal intervals of every axis", () => {
  for (const axis of Array.from({ length: sobolDimensions }, (_, i) => i)) {
    const cells = sobolPoints(64, sobolDimensions).map((point) => Math.floor(64 * point[axis]));
    expect(
      cells.sort((a, b) => a - b),
      `axis ${axis}`,
    ).toEqual(Array.from({ length: 64 }, (_, i) => i));
  }
});

it("Halton's are digits mirrored at the point", () => {
  expect([1, 2, 3, 6].map((n) => mirrored(n, 2))).toEqual([1 / 2, 1 / 4, 3 / 4, 3 / 8]);
  expect(mirrored(5, 3)).toBeCloseTo(2 / 3 + 1 / 9, 15);
});

describe('successive halving', () => {
  it('has rungs of fewer trials and more epochs, by hand', () => {
    expect(rungsOf(27, 1, 27, 3)).toEqual([
      { trials: 27, epochs: 1 },
      { trials: 9, epochs: 3 },
      { trials: 3, epochs: 9 },
      { trials: 1, epochs: 27 },
    ]);
    expect(rungsOf(10, 2, 9, 2)).toEqual([
      { trials: 10, epochs: 2 },
      { trials: 5, epochs: 4 },
      { trials: 2, epochs: 8 },
      { trials: 1, epochs: 9 },
    ]);
    expect(rungsOf(2, 1, 100, 3)).toEqual([
      { trials: 2, epochs: 1 },
      { trials: 1, epochs: 3 },
    ]);
  });
});

it('the sweep of docs/sweeps.md has nine trials', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/sweeps.md'), 'utf8');
  const [, text] = /`sweep\.json`:\n\n```json\n([\s\S]*?)```/.exec(page)!;
  expect(trials(JSON.parse(text))).toHaveLength(9);
});

it('every strategy is in the list by its own name', () => {
  for (const [name, strategy] of Object.entries(strategies)) expect(strategy.name).toBe(name);
});

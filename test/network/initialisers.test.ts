import { describe, expect, it } from 'vitest';
import { initialParameters, type Parameters } from '../../src/network/parameters.js';
import { parseNetwork } from '../../src/network/parse.js';
import { type Distribution, standardErrors } from '../math/moments.js';
import { dense } from './descriptions.js';

// 100 + 200 presynaptic units, 400 postsynaptic: 120,000 weights.
const wide = (weight: unknown, seed = 21) =>
  initialParameters(
    parseNetwork({
      inputs: { u: [100], v: [10, 20] },
      nodes: { out: { ...dense(400, 'u', 'v'), init: { weight } } },
      outputs: { out: { loss: 'mse' } },
    }),
    seed,
  )['out.weight'].data;

// Var(uniform in [-c, c)) = c^2 / 3.
const cases: readonly (readonly [string, unknown, Distribution])[] = [
  ['normal, as the paper has it', 'normal', { mean: 0, sd: 0.05, shape: 'normal' }],
  ['normal with mean and sd', { type: 'normal', mean: 2, sd: 3 }, { mean: 2, sd: 3, shape: 'normal' }],
  ['uniform', 'uniform', { mean: 0, sd: 0.05 / Math.sqrt(3), shape: 'uniform' }],
  [
    'uniform from low to high',
    { type: 'uniform', low: -1, high: 5 },
    { mean: 2, sd: 3 / Math.sqrt(3), shape: 'uniform' },
  ],
  ['glorot', 'glorot', { mean: 0, sd: Math.sqrt(2 / 700), shape: 'uniform' }],
  [
    'glorot, normal',
    { type: 'glorot', distribution: 'normal' },
    { mean: 0, sd: Math.sqrt(2 / 700), shape: 'normal' },
  ],
  ['he', { type: 'he', distribution: 'uniform' }, { mean: 0, sd: Math.sqrt(2 / 300), shape: 'uniform' }],
  [
    'he, normal',
    { type: 'he', distribution: 'normal' },
    { mean: 0, sd: Math.sqrt(2 / 300), shape: 'normal' },
  ],
];

describe('initial weights have the moments of their formula', () => {
  // Four standard errors: a right sampler fails one new seed in five thousand; this seed is fixed.
  it.each(cases)('%s', (_, weight, distribution) => {
    const { mean, sd, kurtosis } = standardErrors(wide(weight), distribution);
    expect(mean).toBeLessThan(4);
    expect(sd).toBeLessThan(4);
    expect(kurtosis).toBeLessThan(4);
  });

  // The largest of 120,000 falls short of the end by 1/120,000 of the range on average.
  it('a uniform distribution reaches up to its ends and not beyond', () => {
    const values = wide({ type: 'uniform', low: -1, high: 5 });
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
    expect(Math.min(...values)).toBeLessThan(-0.999);
    expect(Math.max(...values)).toBeLessThanOrEqual(5);
    expect(Math.max(...values)).toBeGreaterThan(4.999);
  });

  // Variance v means ends at +- sqrt(3 v): sqrt(6 / 700) for glorot here, sqrt(6 / 300) for he.
  it.each([
    ['glorot', Math.sqrt(6 / 700)],
    ['he', Math.sqrt(6 / 300)],
  ])('%s is uniform up to the ends that its variance has', (type, end) => {
    const largest = Math.max(...wide(type).map(Math.abs)) / end;
    expect(largest).toBeLessThanOrEqual(1 + 1e-6);
    expect(largest).toBeGreaterThan(0.9999);
  });

  it('zeros are zeros, and so is a normal of sd 0 its mean', () => {
    expect(new Set(wide('zeros'))).toEqual(new Set([0]));
    expect(new Set(wide({ type: 'normal', mean: 1.5, sd: 0 }))).toEqual(new Set([1.5]));
  });
});

describe('the random streams of the parameters', () => {
  const draw = (units: readonly number[], seed = 5): Parameters => {
    const init = { weight: 'he', bias: 'normal' };
    return initialParameters(
      parseNetwork({ input: [4], layers: units.map((n) => ({ type: 'dense', units: n })), init }),
      seed,
    );
  };
  const small = draw([6, 6, 6, 6]);

  it('the same seed gives the same numbers, another seed gives others', () => {
    expect(draw([6, 6, 6, 6])).toEqual(small);
    for (const [name, { data }] of Object.entries(draw([6, 6, 6, 6], 6))) {
      expect(data.filter((value, i) => value === small[name].data[i])).toHaveLength(0);
    }
  });

  it('no two parameters share their numbers', () => {
    const values = Object.values(small).flatMap(({ data }) => [...data]);
    expect(new Set(values).size).toBe(values.length);
  });

  it('another size of one layer leaves the parameters alone that do not touch it', () => {
    const larger = draw([6, 9, 6, 6]);
    for (const name of [
      'layers.0.weight',
      'layers.0.bias',
      'layers.2.bias',
      'layers.3.weight',
      'layers.3.bias',
    ]) {
      expect(larger[name], name).toEqual(small[name]);
    }
    expect(larger['layers.1.bias'].data.slice(0, 6)).toEqual(small['layers.1.bias'].data);
  });

  it('one more layer leaves those below alone', () => {
    const longer = draw([6, 6, 6, 6, 2]);
    for (const name of Object.keys(small)) expect(longer[name], name).toEqual(small[name]);
  });

  it('every number is a float32, so that both engines start alike', () => {
    for (const { data } of Object.values(small)) {
      expect(data).toBeInstanceOf(Float64Array);
      expect(data).toEqual(Float64Array.from(Float32Array.from(data)));
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permutation, type RandomStream, randomStream, resumeStream } from '../../src/math/random.js';
import { standardErrors } from './moments.js';

const take = (stream: RandomStream, n: number) => Array.from({ length: n }, () => stream.uniform());
const seeds = fc.tuple(fc.integer(), fc.string());

describe('a random stream', () => {
  it('is the same for the same seed and name', () => {
    const law = fc.property(seeds, ([seed, name]) => {
      expect(take(randomStream(seed, name), 20)).toEqual(take(randomStream(seed, name), 20));
    });
    fc.assert(law, { seed: 1 });
  });

  it('is another for another seed or another name', () => {
    const law = fc.property(seeds, seeds, ([seed, name], [seed2, name2]) => {
      fc.pre(seed !== seed2 || name !== name2);
      expect(take(randomStream(seed, name), 5)).not.toEqual(take(randomStream(seed2, name2), 5));
    });
    fc.assert(law, { seed: 2 });
  });

  it('is not disturbed by another', () => {
    const alone = take(randomStream(3, 'a'), 10);
    const a = randomStream(3, 'a');
    const b = randomStream(3, 'b');
    const between = alone.map(() => {
      take(b, 3);
      return a.uniform();
    });
    expect(between).toEqual(alone);
  });

  it('continues exactly from a saved state, also through JSON', () => {
    const draws = [
      (s: RandomStream) => s.uniform(),
      (s: RandomStream) => s.normal(),
      (s: RandomStream) => s.integer(7),
    ];
    const law = fc.property(
      fc.nat(50),
      fc.array(fc.constantFrom(...draws), { maxLength: 30 }),
      (skip, plan) => {
        const stream = randomStream(4, 'saved');
        take(stream, skip);
        stream.normal();
        const text = JSON.stringify(stream.state());
        const expected = plan.map((draw) => draw(stream));
        const resumed = resumeStream(JSON.parse(text));
        expect(JSON.stringify(resumed.state())).toBe(text);
        expect(plan.map((draw) => draw(resumed))).toEqual(expected);
      },
    );
    fc.assert(law, { seed: 3 });
  });

  it('has a state that later draws do not change', () => {
    const stream = randomStream(5, 'saved');
    const state = stream.state();
    const before = structuredClone(state);
    take(stream, 10);
    expect(state).toEqual(before);
  });

  // Four standard errors each, with a fixed seed.
  it('is uniform in [0, 1)', () => {
    const values = take(randomStream(6, 'uniform'), 100_000);
    for (const value of values) if (value < 0 || value >= 1) expect.fail(String(value));
    const distance = standardErrors(values, { mean: 0.5, sd: Math.sqrt(1 / 12), shape: 'uniform' });
    for (const errors of Object.values(distance)) expect(errors).toBeLessThan(4);
  });

  // A number with 32 random bits is a multiple of 2^-32; one with 53 is so with chance 2^-21.
  it('has more than 32 random bits', () => {
    const coarse = take(randomStream(7, 'bits'), 1000).filter((value) => Number.isInteger(value * 2 ** 32));
    expect(coarse.length).toBeLessThan(2);
  });

  it('is normal', () => {
    const stream = randomStream(8, 'normal');
    const values = Array.from({ length: 400_000 }, () => stream.normal());
    for (const value of values) if (!Number.isFinite(value)) expect.fail(String(value));
    const distance = standardErrors(values, { mean: 0, sd: 1, shape: 'normal' });
    for (const errors of Object.values(distance)) expect(errors).toBeLessThan(4);
    // P(|z| < 1) = 0.682689; the share of 400,000 has a standard error of 0.00074.
    const inside = values.filter((value) => Math.abs(value) < 1).length / values.length;
    expect(Math.abs(inside - 0.682689)).toBeLessThan(4 * 0.00074);
  });

  it('has neighbours that do not go together', () => {
    const stream = randomStream(9, 'normal');
    const values = Array.from({ length: 100_000 }, () => stream.normal());
    for (const lag of [1, 2, 3]) {
      const products = values.slice(lag).map((value, i) => value * values[i]);
      const correlation = products.reduce((sum, p) => sum + p, 0) / products.length;
      expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(products.length));
    }
  });
});

/** Sum of (seen - expected)^2 / expected for equally likely outcomes. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
}

describe('integers and orders', () => {
  // 9 degrees of freedom: mean 9; a value above 29.7 has a chance of 1/2000.
  it('integers are uniform in 0 .. n-1', () => {
    const stream = randomStream(10, 'integer');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 50_000; i++) counts[stream.integer(10)]++;
    expect(counts.reduce((a, b) => a + b, 0)).toBe(50_000);
    expect(chiSquare(counts)).toBeLessThan(29.7);
  });

  it('an order holds every number once', () => {
    const law = fc.property(fc.nat(200), fc.integer(), (n, seed) => {
      const sorted = permutation(randomStream(seed, 'order'), n).sort();
      expect(Array.from(sorted)).toEqual(Array.from({ length: n }, (_, i) => i));
    });
    fc.assert(law, { seed: 4 });
  });

  // 4! - 1 = 23 degrees of freedom: a value above 51.2 has a chance of 1/1500.
  it('all orders of four are equally likely', () => {
    const stream = randomStream(11, 'order');
    const counts = new Map<string, number>();
    for (let i = 0; i < 48_000; i++) {
      const key = permutation(stream, 4).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()])).toBeLessThan(51.2);
  });
});

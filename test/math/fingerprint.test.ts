import { expect, it } from 'vitest';
import { fingerprint } from '../../src/math/fingerprint.js';

it('tells numbers by every bit, their order and their count', () => {
  const numbers = Array.from({ length: 50 }, (_, i) => Math.sin(i));
  const own = fingerprint(numbers);
  expect(fingerprint(Float64Array.from(numbers))).toBe(own);
  const others = numbers.map((x, i) => numbers.with(i, x + Number.EPSILON * (Math.abs(x) + 1e-300)));
  const swapped = numbers.with(3, numbers[4]).with(4, numbers[3]);
  const all = [own, ...[...others, swapped, numbers.slice(1), [...numbers, 0], []].map(fingerprint)];
  expect(new Set(all).size).toBe(all.length);
  for (const one of all) expect(one).toMatch(/^[0-9a-f]{14}$/);
});

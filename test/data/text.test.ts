import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDataSet } from '../../src/data/check.js';
import { alphabetOf, bigramEntropy, corpus } from '../../src/data/text/characters.js';
import { makeText } from '../../src/data/text/text.js';

describe('the entropy of a character given the one before', () => {
  it.each<[string, number, string]>([
    ['abababab', 0, 'one follows from the other'],
    ['aab', 1, 'after a, half the time a and half the time b'],
    ['aaaab', 0.8112781244591328, 'after a, three times a and once b: 3/4 log2 4/3 + 1/4 log2 4'],
    ['abacabac', 4 / 7, 'after a, two b and two c of seven pairs; after these an a'],
    ['a', 0, 'there is no pair'],
    ['', 0, 'there is nothing'],
  ])('of "%s" is %f: %s', (text, bits) => {
    expect(bigramEntropy(text)).toBeCloseTo(bits, 12);
  });

  it('is never above that of as many characters drawn alike, nor below 0', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '😀'), minLength: 2 }), (text) => {
        const bits = bigramEntropy(text);
        expect(bits).toBeGreaterThanOrEqual(0);
        expect(bits).toBeLessThanOrEqual(Math.log2(alphabetOf(text).length) + 1e-12);
      }),
    );
  });
});

describe('the built-in text', () => {
  const text = corpus();

  it('is of some 25,000 characters, letters and marks, with the entropy that its data set states', () => {
    expect(text.length).toBeGreaterThan(20_000);
    expect(text.length).toBeLessThan(40_000);
    expect(text).toMatch(/^[a-z ,.;:?']+$/);
    expect(text).not.toContain('  ');
    expect(bigramEntropy(text)).toBeCloseTo(3.19, 2);
    expect(bigramEntropy(text) * Math.log(2)).toBeCloseTo(2.21, 2);
  });

  it('does not repeat itself: no sixty characters occur twice', () => {
    const seen = new Set<string>();
    for (let i = 0; i + 60 <= text.length; i++) seen.add(text.slice(i, i + 60));
    expect(seen.size).toBe(text.length - 59);
  });
});

/** The character that a one-hot row stands for. */
const shown = (row: ArrayLike<number>, alphabet: readonly string[]) => {
  const lit = Array.from(row).flatMap((x, i) => (x === 0 ? [] : [i]));
  expect(lit).toHaveLength(1);
  return alphabet[lit[0]];
};

describe('next characters', () => {
  it('of a short text are these', () => {
    const set = makeText({ text: 'abcabdabc', steps: 2, share: 5 / 9 });
    expect([set.classes, set.train.count, set.test.count, set.train.shape]).toEqual([4, 3, 2, [2, 4]]);
    // ab -> c, bc -> a, ca -> b; then, of "dabc", da -> b, ab -> c.
    expect([...set.train.labels]).toEqual([2, 0, 1]);
    expect([...set.test.labels]).toEqual([1, 2]);
    expect([...set.train.inputs.subarray(0, 16)]).toEqual([
      ...[1, 0, 0, 0, 0, 1, 0, 0],
      ...[0, 1, 0, 0, 0, 0, 1, 0],
    ]);
    expect(set.train.form).toBe('sequence');
  });

  it('are those of the text, at every place of either part', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 4 }), (written, steps) => {
        const set = makeText({ text: written, steps, share: 0.5 });
        checkDataSet(set);
        const alphabet = alphabetOf(written);
        const cut = Math.floor(written.length / 2);
        for (const [split, part] of [
          [set.train, written.slice(0, cut)],
          [set.test, written.slice(cut)],
        ] as const) {
          const size = steps * alphabet.length;
          expect(split.count).toBe(part.length - steps);
          for (let i = 0; i < split.count; i++) {
            const rows = Array.from({ length: steps }, (_, k) =>
              split.inputs.subarray(i * size + k * alphabet.length, i * size + (k + 1) * alphabet.length),
            );
            expect(rows.map((row) => shown(row, alphabet)).join('')).toBe(part.slice(i, i + steps));
            expect(alphabet[split.labels[i]]).toBe(part[i + steps]);
          }
        }
      }),
    );
  });

  it.each<[object, string]>([
    [{ steps: 0 }, 'text.steps: got 0, expected a whole number above 0.'],
    [
      { text: 'abcdef', steps: 3, share: 0.5 },
      'text: got 3 characters in a part, expected at least 4: 3 and the next.',
    ],
  ])('%j are refused', (options, message) => {
    expect(() => makeText(options)).toThrow(message);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Reliability } from '../../../src/lab/judging/calibration.js';
import { averagesOf, classScores } from '../../../src/lab/judging/classes.js';
import { confidenceOf, softmax } from '../../../src/lab/judging/probabilities.js';
import { Errors } from '../../../src/lab/judging/regression.js';

describe('scores of classes', () => {
  it('are those by hand', () => {
    // Of a: 3 of 4 right, and 1 of b taken for it. Nothing is taken for c.
    const scores = classScores(
      [
        [3, 1, 0],
        [1, 2, 0],
        [0, 2, 0],
      ],
      ['a', 'b', 'c'],
    );
    expect(scores).toEqual([
      { name: 'a', precision: 3 / 4, recall: 3 / 4, f1: 3 / 4, support: 4 },
      { name: 'b', precision: 2 / 5, recall: 2 / 3, f1: 4 / 8, support: 3 },
      { name: 'c', precision: 0, recall: 0, f1: 0, support: 2 },
    ]);
    const { macro, weighted } = averagesOf(scores);
    expect(macro.f1).toBeCloseTo((3 / 4 + 1 / 2) / 3, 15);
    expect(weighted.precision).toBeCloseTo((4 * (3 / 4) + 3 * (2 / 5)) / 9, 15);
    expect(macro.support).toBe(9);
  });

  it('have a weighted recall that is the accuracy, whatever the counts', () => {
    const matrix = fc
      .integer({ min: 1, max: 6 })
      .chain((n) =>
        fc.array(fc.array(fc.nat(50), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
      );
    fc.assert(
      fc.property(matrix, (confusion) => {
        const all = confusion.flat().reduce((sum, n) => sum + n, 0);
        fc.pre(all > 0);
        const right = confusion.reduce((sum, row, label) => sum + row[label], 0);
        expect(averagesOf(classScores(confusion)).weighted.recall).toBeCloseTo(right / all, 12);
      }),
    );
  });
});

describe('calibration', () => {
  it('is that by hand, with edges in the bin below them', () => {
    const reliability = new Reliability(4);
    for (const [confidence, right] of [
      [0, false],
      [0.25, true],
      [0.3, false],
      [0.9, true],
      [1, true],
      [0.8, false],
    ] as const)
      reliability.add(confidence, right);
    const { bins, ece, mce, confidence } = reliability.result('softmax');
    expect(confidence).toBe('softmax');
    expect(bins.map(({ samples }) => samples)).toEqual([2, 1, 0, 3]);
    expect(bins[2]).toEqual({ from: 0.5, to: 0.75, samples: 0, confidence: null, accuracy: null });
    expect(bins[3].accuracy).toBeCloseTo(2 / 3, 15);
    // |1/2 - 0.125| of two, |0 - 0.3| of one, |2/3 - 0.9| of three.
    expect(ece).toBeCloseTo((2 * 0.375 + 0.3 + 3 * (0.9 - 2 / 3)) / 6, 15);
    expect(mce).toBeCloseTo(0.375, 15);
  });

  it('takes the largest probability, of outputs of any size, or an output within [0, 1]', () => {
    expect(confidenceOf(Float64Array.of(1000, 1000), true)).toBeCloseTo(0.5, 12);
    expect([...softmax(Float64Array.of(0, Math.log(3)))]).toEqual([
      expect.closeTo(0.25, 15),
      expect.closeTo(0.75, 15),
    ]);
    expect([-1, 0.4, 7].map((x) => confidenceOf(Float64Array.of(x, -2), false))).toEqual([0, 0.4, 1]);
  });
});

describe('errors of numbers', () => {
  const judged = (pairs: readonly (readonly [number[], number[]])[], names = ['a', 'b']) => {
    const errors = new Errors(names);
    for (const [output, target] of pairs)
      errors.add(
        (k) => output[k],
        (k) => target[k],
      );
    return errors.result();
  };

  it('are those by hand; a target that never changes has no R2', () => {
    const { targets, mse, mae, r2 } = judged([
      [
        [1, 5],
        [2, 4],
      ],
      [
        [4, 4],
        [4, 4],
      ],
      [
        [6, 2],
        [3, 4],
      ],
    ]);
    // Of a: errors -1, 0, 3; targets 2, 4, 3 deviate by 2 in squares.
    expect(targets[0]).toEqual({
      name: 'a',
      mse: expect.closeTo(10 / 3, 14),
      mae: expect.closeTo(4 / 3, 14),
      r2: expect.closeTo(1 - 10 / 2, 14),
    });
    expect(targets[1]).toMatchObject({ mse: expect.closeTo(5 / 3, 14), r2: null });
    expect([mse, mae, r2]).toEqual([
      expect.closeTo(2.5, 14),
      expect.closeTo(7 / 6, 14),
      expect.closeTo(-4, 14),
    ]);
  });

  it('keep their digits far from zero', () => {
    const far = 1e9;
    const { r2 } = judged(
      [0, 1, 2, 3].map((x) => [[far + x + 0.1], [far + x]] as const),
      ['t'],
    );
    expect(r2).toBeCloseTo(1 - (4 * 0.01) / 5, 6);
  });
});

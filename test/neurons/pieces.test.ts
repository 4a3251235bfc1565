import { describe, expect, it } from 'vitest';
import { numbers } from '../../src/math/numbers.js';
import { linear } from '../../src/neurons/activations/linear.js';
import { relu } from '../../src/neurons/activations/relu.js';
import { activations } from '../../src/neurons/activations.js';
import { nextCrossing, pieceAt, slopeOn } from '../../src/neurons/pieces.js';

const future = (constant: number, ...terms: number[]) => ({ origin: 0, constant, terms });
const two = [-1, 1];

describe('the pieces of an activation function', () => {
  it('are told by the kinks below; a kink belongs to the lower piece', () => {
    expect([-2, -1, 0, 1, 1.5].map((a) => pieceAt(two, a))).toEqual([0, 0, 1, 1, 2]);
    expect(pieceAt([], 7)).toBe(0);
  });

  it('have one slope each', () => {
    expect([0, 1].map((piece) => slopeOn(relu, relu.kinks!, piece))).toEqual([0, 1]);
    expect(slopeOn(linear, [], 0)).toBe(1);
  });

  it('are those of every function that says it has some: no slope changes between kinks', () => {
    for (const activation of Object.values(activations)) {
      const { kinks } = activation as typeof relu;
      if (!kinks) continue;
      for (let a = -3.05; a < 3; a += 0.1) {
        expect(activation.slope(numbers, a)).toBe(slopeOn(activation, kinks, pieceAt(kinks, a)));
      }
    }
  });
});

describe('the next crossing of a kink', () => {
  it('is up or down, whichever comes first', () => {
    // 2 - 2 e^-s passes 1 at log 2; -2 + 2 e^-s passes -1 then.
    expect(nextCrossing(two, 1, future(2, -2))).toEqual({ wait: expect.closeTo(Math.LN2, 15), piece: 2 });
    expect(nextCrossing(two, 1, future(-2, 2))).toEqual({ wait: expect.closeTo(Math.LN2, 15), piece: 0 });
    expect(nextCrossing(two, 1, future(0.5, -1)).wait).toBe(Infinity);
  });

  it('comes later by a band', () => {
    expect(nextCrossing([0], 0, future(1, -2), 0.5).wait).toBeCloseTo(Math.log(4), 15);
    expect(nextCrossing([0], 1, future(-1, 2), 0.5).wait).toBeCloseTo(Math.log(4), 15);
  });

  it('does not go back where rounding has left it a little outside and it goes in', () => {
    expect(nextCrossing([0], 1, future(1, -1 - 1e-15)).wait).toBe(Infinity);
    expect(nextCrossing([0], 1, future(1, -1 - 1e-6)).wait).toBe(0);
    // Zero to rounding of what it is a sum of, slope and all: the next derivative decides.
    expect(nextCrossing([0], 1, future(1e-9, -1e-9 - 1e-17, -1e-9 - 1e-16, 1e-9), 0, 1).wait).toBe(Infinity);
    expect(nextCrossing([0], 1, future(1e-9, -1e-9 - 1e-17, -1e-9 - 1e-16, 1e-9)).wait).toBe(0);
  });

  it("of a pre-activation that is zero for good is downward, as relu'(0) = 0", () => {
    expect(nextCrossing([0], 1, future(0, 0))).toEqual({ wait: 0, piece: 0 });
    expect(nextCrossing([0], 0, future(0, 0)).wait).toBe(Infinity);
  });
});

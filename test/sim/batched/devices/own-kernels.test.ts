import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tangent } from '../../../../src/sim/batched/devices/wasm/own/tanh.js';

const tanh = (values: readonly number[]): number[] => {
  const from = Float32Array.from(values);
  const to = new Float32Array(from.length);
  tangent.run(from, to, {}, [from.length]);
  return [...to];
};

/** The distance to the float32 after it. */
function lastBit(value: number): number {
  const bits = new Int32Array(new Float32Array([Math.abs(value)]).buffer);
  bits[0]++;
  return new Float32Array(bits.buffer)[0] - Math.abs(Math.fround(value));
}

describe("wasm's tanh", () => {
  it('is the nearest float32, but for two hundredths of the last bit', () => {
    // Distances from one to the next grow with the number.
    const grid = Array.from({ length: 60_001 }, (_, k) => Math.fround(1e-6 * 1.0003 ** k)).filter(
      (x) => x < 20,
    );
    const worst = tanh(grid).map((y, k) => Math.abs(y - Math.tanh(grid[k])) / lastBit(Math.tanh(grid[k])));
    expect(grid.length).toBeGreaterThan(50_000);
    expect(Math.max(...worst)).toBeLessThan(0.53);
  });

  it('is odd, grows, and stays within 1', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), fc.float({ noNaN: true }), (a, b) => {
        const [one, other, minus] = tanh([Math.min(a, b), Math.max(a, b), -Math.min(a, b)]);
        expect(minus === -one && Math.abs(one) <= 1 && one <= other).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('has what is small as it is, 1 of what is large, and no number of none', () => {
    const values = [0, -0, 1e-40, -1e-20, 8.9, 9.1, 1e30, Infinity, -Infinity, NaN];
    expect(tanh(values)).toEqual(values.map((x) => Math.fround(Math.tanh(Math.fround(x)))));
  });
});

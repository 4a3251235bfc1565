/** Fixed-point arithmetic with 1,200 bits after the point: enough to step the coefficients without rounding. */
const bits = 1200n;
const one = 1n << bits;
const times = (a: bigint, b: bigint) => (a * b) >> bits;

/** The exact value of a float64. */
function exactly(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const raw = view.getBigUint64(0);
  const mantissa = (raw & ((1n << 52n) - 1n)) | (1n << 52n);
  const shift = (raw >> 52n) - 1075n + bits;
  const value = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return x < 0 ? -value : value;
}

function toNumber(x: bigint): number {
  if (x === 0n) return 0;
  const size = x < 0n ? -x : x;
  const drop = BigInt(Math.max(0, size.toString(2).length - 64));
  const value = Number(size >> drop) * 2 ** (Number(drop) - 600) * 2 ** -600;
  return x < 0n ? -value : value;
}

/**
 * Steps a chain of scalar neurons with unit weights under a clamped one at 1, from zero:
 * x_M(k) is then the weight C(M) of a source above M relaxing nodes. Exact to 1e-300.
 */
export function steppedSource(steps: number, h: number, depth: number, topDown: boolean): number[] {
  const step = exactly(h);
  const keep = one - step;
  let x = Array.from({ length: depth + 1 }, (_, m) => (m === 0 ? one : 0n));
  for (let k = 0; k < steps; k++) {
    const next = [...x];
    for (let m = 1; m <= depth; m++) next[m] = times(keep, x[m]) + times(step, (topDown ? next : x)[m - 1]);
    x = next;
  }
  return x.map(toNumber);
}

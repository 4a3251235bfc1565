import { type RandomStream, randomStream } from '../../math/random.js';
import type { Device } from '../../sim/batched/device.js';
import { precise } from '../measurements/float64.js';
import { type Matrix, matrixOf } from '../measurements/matrix.js';

/**
 * The float64 device with what float32 has room for: every result is rounded up or down to a float32, whichever of the two
 * beside it chance has it (D. S. Parker 1997, "Monte Carlo arithmetic"; J. Vignes 2004). How far it is from the float64 device is
 * what rounding comes to, wherever it is magnified: where nearly equal numbers are subtracted, or a largest is decided by it.
 */
export function roundingDevice(seed: number): Device<Matrix> {
  const random = randomStream(seed, 'rounding');
  const rounding =
    (work: (...given: unknown[]) => unknown) =>
    (...given: unknown[]) => {
      const result = work(...given);
      return isMatrix(result) ? roundedAll(result, random) : result;
    };
  const entries = Object.entries(precise).map(([name, work]) => [
    name,
    typeof work === 'function' ? rounding(work as (...given: unknown[]) => unknown) : work,
  ]);
  return Object.fromEntries(entries) as unknown as Device<Matrix>;
}

const isMatrix = (value: unknown): value is Matrix =>
  typeof value === 'object' && value !== null && 'rows' in value && 'data' in value;

const roundedAll = ({ shape, data }: Matrix, random: RandomStream): Matrix =>
  matrixOf(
    shape,
    data.map((x) => rounded(x, random)),
  );

/** A float32 beside x, or x if it is one. */
function rounded(x: number, random: RandomStream): number {
  const near = Math.fround(x);
  if (near === x || !Number.isFinite(near) || random.uniform() < 0.5) return near;
  return Math.fround(near + Math.sign(x - near) * spacingAt(near));
}

/** Of float32 numbers of such a size; below the least normal one, that of subnormal ones. */
const spacingAt = (x: number): number => 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(x)))) - 23);

import { randomStream } from '../../math/random.js';
import { type Matrix, matrixOf } from './matrix.js';
import { norm } from './vectors.js';

/** Where central differences of a float64 function err least: the cube root of its rounding. */
const nudge = 6e-6;

/** Growth below this is the rounding of the differences: there is nothing left to grow. */
const nothing = 1e-9;

/**
 * An estimate, per sample, of the largest modulus among the eigenvalues of the Jacobian DF at x: power iteration from
 * random directions, v <- DF v / |DF v|, with
 *
 *     DF v = (F(x + h v) - F(x - h v)) / 2h,   h = 6e-6 max(1, |x|)
 *
 * and the geometric mean of the growths |DF v| over the second half of the iterations, which holds where the largest
 * eigenvalues are a pair of equal modulus (complex, or of either sign) too. It is 0 where DF is nilpotent.
 * @param field F, [samples, n] to [samples, n], of each sample by itself
 * @param at x, [samples, n]
 * @returns [samples]; NaN where F is not finite
 */
export function largestEigenvalues(
  field: (state: Matrix) => Matrix,
  at: Matrix,
  iterations = 16,
): Float64Array {
  const { rows, columns } = at;
  const half = iterations >> 1;
  const steps = Float64Array.from({ length: rows }, (_, i) => nudge * Math.max(1, norm(row(at, i))));
  const logarithms = new Float64Array(rows);
  let direction = randomDirections(rows, columns);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const ahead = field(moved(at, direction, steps, 1));
    const behind = field(moved(at, direction, steps, -1));
    const next = combined(ahead, behind, (a, b, i) => (a - b) / (2 * steps[i]));
    for (let i = 0; i < rows; i++) {
      const growth = normalise(row(next, i));
      if (growth === 0 || iteration >= half) logarithms[i] += Math.log(growth);
    }
    direction = next;
  }
  return logarithms.map((sum) => Math.exp(sum / (iterations - half)));
}

function moved(at: Matrix, direction: Matrix, steps: Float64Array, sign: number): Matrix {
  return combined(at, direction, (x, v, i) => x + sign * steps[i] * v);
}

function combined(a: Matrix, b: Matrix, f: (x: number, y: number, row: number) => number): Matrix {
  const out = new Float64Array(a.data.length);
  for (let k = 0; k < out.length; k++) out[k] = f(a.data[k], b.data[k], Math.floor(k / a.columns));
  return matrixOf(a.shape, out);
}

function randomDirections(rows: number, columns: number): Matrix {
  const stream = randomStream(1, 'measure/eigenvalue');
  const directions = matrixOf(
    [rows, columns],
    Float64Array.from({ length: rows * columns }, () => stream.normal()),
  );
  for (let i = 0; i < rows; i++) normalise(row(directions, i));
  return directions;
}

/** Makes it of length 1, or zero where that is all it is. @returns the length it had */
function normalise(vector: Float64Array): number {
  const length = norm(vector);
  const growth = length < nothing ? 0 : length;
  for (let j = 0; j < vector.length; j++) vector[j] = growth === 0 ? 0 : vector[j] / growth;
  return growth;
}

function row({ columns, data }: Matrix, i: number): Float64Array {
  return data.subarray(i * columns, (i + 1) * columns);
}

/**
 * The share of the gradient that is still missing after `time` tau, so many layers below the clamped one, where all begin at
 * zero: e^-t sum over k < layers of t^k / k!, the survival function of the Erlang distribution. 1 before time 0.
 */
export function missing(layers: number, time: number): number {
  if (time <= 0) return 1;
  let [sum, term] = [0, Math.exp(-time)];
  for (let k = 0; k < layers; k++) {
    sum += term;
    term *= time / (k + 1);
  }
  return sum;
}

/** The share of an activity so many layers above that is there after `time` tau: e^-t t^k / k!. 0 before time 0. */
export function passing(layers: number, time: number): number {
  if (time < 0) return 0;
  let term = Math.exp(-time);
  for (let k = 1; k <= layers; k++) term *= time / k;
  return term;
}

/** The same as `missing` after whole Euler steps: the sum over k < layers of binomial(n, k) h^k (1 - h)^(n - k). */
export function missingAfterSteps(layers: number, steps: number, stepSize: number): number {
  if (steps <= 0) return 1;
  let [sum, term] = [0, (1 - stepSize) ** steps];
  for (let k = 0; k < layers && k <= steps; k++) {
    sum += term;
    term *= ((steps - k) / (k + 1)) * (stepSize / (1 - stepSize));
  }
  return sum;
}

/**
 * Probabilities of the delay of a whole path: the sum of so many delays, each uniform from 0 to `longest` tau and then
 * put off to the next step. [k]: of k steps.
 */
export function pathDelays(layers: number, longest: number, stepSize: number): Float64Array {
  const slots = Math.round(longest / stepSize);
  let path = Float64Array.of(1);
  for (let layer = 0; layer < layers; layer++) {
    const longer = new Float64Array(path.length + slots);
    for (const [i, p] of path.entries()) for (let k = 1; k <= slots; k++) longer[i + k] += p / slots;
    path = longer;
  }
  return path;
}

/** The first of evenly spaced values from which on none is above `share`, as its place; the length where there is none. */
export function settledFrom(values: readonly number[], share: number): number {
  let from = values.length;
  while (from > 0 && values[from - 1] <= share) from--;
  return from;
}

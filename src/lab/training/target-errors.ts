/** How far answers are from targets that are numbers, in the units of the data; of one number of a target. */
export interface TargetError {
  /** Its name, or its number from 1. */
  readonly target: string;
  /** Root of the mean squared error. */
  readonly rmse: number;
  /** Mean absolute error. */
  readonly mae: number;
  /** Coefficient of determination, 1 - sum (y - t)^2 / sum (t - mean t)^2; null where all targets are the same. */
  readonly r2: number | null;
}

/** Adds up errors of answers, one number of a target after the other. */
export class ErrorTally {
  private count = 0;
  private readonly squared: Float64Array;
  private readonly absolute: Float64Array;
  private readonly mean: Float64Array;
  private readonly spread: Float64Array;

  /** @param sd by which targets were divided, for each of their numbers */
  constructor(
    private readonly names: readonly string[],
    private readonly sd: readonly number[] = names.map(() => 1),
  ) {
    const { length } = names;
    [this.squared, this.absolute, this.mean, this.spread] = Array.from(
      { length: 4 },
      () => new Float64Array(length),
    );
  }

  /** @param answers and @param targets [rows, numbers of a target], as the network has them */
  add(answers: ArrayLike<number>, targets: ArrayLike<number>): void {
    const { names, sd, squared, absolute, mean, spread } = this;
    const width = names.length;
    for (let row = 0; row < targets.length / width; row++) {
      this.count++;
      for (let k = 0; k < width; k++) {
        const target = targets[row * width + k] * sd[k];
        const error = answers[row * width + k] * sd[k] - target;
        squared[k] += error * error;
        absolute[k] += Math.abs(error);
        // B. P. Welford 1962: no difference of large sums.
        const before = target - mean[k];
        mean[k] += before / this.count;
        spread[k] += before * (target - mean[k]);
      }
    }
  }

  /** What there is so far, with the mean squared error. */
  scores(): (Omit<TargetError, 'rmse'> & { readonly mse: number })[] {
    const { names, count, squared, absolute, spread } = this;
    return names.map((target, k) => ({
      target,
      mse: squared[k] / count,
      mae: absolute[k] / count,
      r2: spread[k] > 0 ? 1 - squared[k] / spread[k] : null,
    }));
  }

  /** The same, with its root. */
  result(): TargetError[] {
    return this.scores().map(({ target, mse, mae, r2 }) => ({ target, rmse: Math.sqrt(mse), mae, r2 }));
  }
}

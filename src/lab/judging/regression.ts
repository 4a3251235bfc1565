/** How near outputs are to targets that are numbers. */
export interface RegressionScore {
  /** Mean squared error. */
  readonly mse: number;
  /** Mean absolute error. */
  readonly mae: number;
  /** 1 - squared error / squared deviation of the targets from their mean; null where these are all the same. */
  readonly r2: number | null;
}

/** Over all numbers of a target: errors as means of these, R2 as the mean of those that have one. */
export interface Regression extends RegressionScore {
  readonly targets: readonly (RegressionScore & { readonly name: string })[];
}

/** Adds up errors, number by number of a target. The spread of targets as Welford has it, which does not cancel. */
export class Errors {
  private count = 0;
  private readonly sums: { squared: number; absolute: number; mean: number; spread: number }[];

  /** @param names of the numbers of a target */
  constructor(private readonly names: readonly string[]) {
    this.sums = names.map(() => ({ squared: 0, absolute: 0, mean: 0, spread: 0 }));
  }

  /** One sample. */
  add(output: (k: number) => number, target: (k: number) => number): void {
    this.count++;
    for (const [k, sums] of this.sums.entries()) {
      const wanted = target(k);
      const error = output(k) - wanted;
      sums.squared += error ** 2;
      sums.absolute += Math.abs(error);
      const before = wanted - sums.mean;
      sums.mean += before / this.count;
      sums.spread += before * (wanted - sums.mean);
    }
  }

  result(): Regression {
    const targets = this.sums.map(({ squared, absolute, spread }, k) => ({
      ...{ name: this.names[k], mse: squared / this.count, mae: absolute / this.count },
      r2: spread > 0 ? 1 - squared / spread : null,
    }));
    const known = targets.flatMap(({ r2 }) => r2 ?? []);
    return {
      mse: mean(targets.map(({ mse }) => mse)),
      mae: mean(targets.map(({ mae }) => mae)),
      r2: known.length > 0 ? mean(known) : null,
      targets,
    };
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

import { ErrorTally } from '../training/target-errors.js';

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

/** Adds up errors, number by number of a target. */
export class Errors {
  private readonly tally: ErrorTally;

  /** @param names of the numbers of a target */
  constructor(private readonly names: readonly string[]) {
    this.tally = new ErrorTally(names);
  }

  /** One sample. */
  add(output: (k: number) => number, target: (k: number) => number): void {
    this.tally.add(
      this.names.map((_, k) => output(k)),
      this.names.map((_, k) => target(k)),
    );
  }

  result(): Regression {
    const targets = this.tally.scores().map(({ target, ...score }) => ({ name: target, ...score }));
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

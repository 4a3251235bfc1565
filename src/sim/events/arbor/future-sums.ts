import { columnDots } from '../../../math/matrix.js';
import { type Trajectory, toldFrom } from '../../../neurons/trajectory.js';

/** The futures that the neurons above a block have told, and their weighted sums at the neurons below. */
export class FutureSums {
  private readonly futures: (Trajectory | undefined)[];
  private heard = 0;
  /** The time from which the sums are told; NaN when they are out of date. */
  private time = Number.NaN;
  /** Sums at all neurons below, of the constants and then of each term: [1 + terms][pres]. */
  private sums: Float64Array[] = [];
  private degree = 0;

  constructor(
    private readonly weights: Float64Array,
    posts: number,
    private readonly pres: number,
  ) {
    this.futures = new Array<undefined>(posts).fill(undefined);
  }

  hear(post: number, future: Trajectory): void {
    if (this.futures[post] === undefined) this.heard++;
    this.futures[post] = future;
    this.time = Number.NaN;
  }

  get complete(): boolean {
    return this.heard === this.futures.length;
  }

  /** The sum at the neuron `pre` below, told from `now` on. */
  sum(pre: number, now: number): Trajectory {
    if (this.time !== now) this.take(now);
    const { sums, degree } = this;
    const terms: number[] = [];
    for (let m = 1; m <= degree; m++) terms.push(sums[m][pre]);
    return { origin: now, constant: sums[0][pre], terms };
  }

  /** The sums have to be taken again. */
  weightsChanged(): void {
    this.time = Number.NaN;
  }

  clear(): void {
    if (this.heard > 0) this.futures.fill(undefined);
    this.heard = 0;
    this.time = Number.NaN;
  }

  // A future with fewer terms than others has zeros in their place, which change no bit of a sum.
  private take(now: number): void {
    const told = this.futures.map((future) => future && toldFrom(future, now));
    this.degree = told.reduce((most, future) => Math.max(most, future?.terms.length ?? 0), 0);
    const column = new Float64Array(told.length);
    for (let m = 0; m <= this.degree; m++) {
      for (const [post, future] of told.entries()) {
        column[post] = (m === 0 ? future?.constant : future?.terms[m - 1]) ?? 0;
      }
      this.sums[m] ??= new Float64Array(this.pres);
      columnDots(this.weights, column, this.sums[m]);
    }
    this.time = now;
  }
}

import { columnDotsOf } from '../../../math/columns.js';
import { isZero, type Trajectory, toldFrom } from '../../../neurons/trajectory.js';
import type { Downward } from '../downward.js';

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
    private readonly down: Pick<Downward, 'weights'>,
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
    const terms = new Array<number>(degree);
    for (let m = 0; m < degree; m++) terms[m] = sums[m + 1][pre];
    return { origin: now, constant: sums[0][pre], terms };
  }

  /** The sums have to be taken again. */
  weightsChanged(): void {
    this.time = Number.NaN;
  }

  /** What each neuron above said last. */
  state(): (Trajectory | undefined)[] {
    return [...this.futures];
  }

  clear(): void {
    if (this.heard > 0) this.futures.fill(undefined);
    this.heard = 0;
    this.time = Number.NaN;
  }

  private take(now: number): void {
    const told = this.futures.map((future) => future && toldFrom(future, now));
    this.degree = 0;
    for (const future of told) this.degree = Math.max(this.degree, future?.terms.length ?? 0);
    const speakers = speaking(told);
    const column = new Float64Array(told.length);
    for (let m = 0; m <= this.degree; m++) {
      fill(column, told, m);
      this.sums[m] ??= new Float64Array(this.pres);
      columnDotsOf(speakers, this.down.weights, column, this.sums[m]);
    }
    this.time = now;
  }
}

// Those whose future is not zero for ever. Half of all relu neurons have slope zero, and nothing to weigh.
function speaking(told: readonly (Trajectory | undefined)[]): number[] {
  const speakers: number[] = [];
  for (let post = 0; post < told.length; post++) {
    const future = told[post];
    if (future !== undefined && !isZero(future)) speakers.push(post);
  }
  return speakers;
}

// Constants (m = 0) or one term of each future. A future that has fewer terms has zeros in their place, which change
// no bit of a sum.
function fill(column: Float64Array, told: readonly (Trajectory | undefined)[], m: number): void {
  for (let post = 0; post < told.length; post++) {
    const future = told[post];
    if (future === undefined) column[post] = 0;
    else if (m === 0) column[post] = future.constant;
    else column[post] = m <= future.terms.length ? future.terms[m - 1] : 0;
  }
}

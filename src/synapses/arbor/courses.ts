import { rowDots } from '../../math/rows.js';
import { type Trajectory, toldFrom } from '../../math/trajectory.js';
import type { TrajectoryBuffer } from '../../math/trajectory-buffer.js';
import type { Stateful } from '../../messages/state.js';

/** The futures of activities that axons have told a block, and their weighted sums at the neurons above. */
export class CourseSums implements Stateful<readonly (Trajectory | undefined)[]> {
  private futures: (Trajectory | undefined)[];
  /** The time from which the sums are told; NaN when they are out of date. */
  private time = Number.NaN;
  /** Sums at all neurons above, of the constants and then of each term: [1 + terms][posts]. */
  private readonly sums: Float64Array[] = [];
  private degree = 0;
  private heard = false;

  /** @param weights [posts, pres] @param activity what each axon said last as a value: [pres] */
  constructor(
    private readonly weights: Float64Array,
    private readonly activity: Float64Array,
    private readonly posts: number,
  ) {
    this.futures = new Array<undefined>(activity.length).fill(undefined);
  }

  hear(pre: number, future: Trajectory): void {
    this.futures[pre] = future;
    this.heard = true;
    this.time = Number.NaN;
  }

  /** Adds the sum at the neuron `post`; activities where no future has come. */
  addTo(sum: TrajectoryBuffer, post: number): void {
    if (this.time !== sum.origin) this.take(sum.origin);
    sum.addFrom(this.sums, post, this.degree);
  }

  /** The sums have to be taken again. */
  renew(): void {
    this.time = Number.NaN;
  }

  /** What each axon has told. */
  state(): readonly (Trajectory | undefined)[] {
    return [...this.futures];
  }

  restore(state: readonly (Trajectory | undefined)[]): void {
    this.futures = [...state];
    this.heard = true;
    this.renew();
  }

  clear(): void {
    if (this.heard) this.futures.fill(undefined);
    this.heard = false;
    this.renew();
  }

  private take(now: number): void {
    const told = this.futures.map((future) => future && toldFrom(future, now));
    this.degree = 0;
    for (const future of told) this.degree = Math.max(this.degree, future?.terms.length ?? 0);
    const column = Float64Array.from(told, (future, pre) => future?.constant ?? this.activity[pre]);
    for (let m = 0; m <= this.degree; m++) {
      if (m > 0) for (let pre = 0; pre < column.length; pre++) column[pre] = told[pre]?.terms[m - 1] ?? 0;
      this.sums[m] ??= new Float64Array(this.posts);
      rowDots(this.weights, column, this.sums[m]);
    }
    this.time = now;
  }
}

import { logSumExp, numbers, sumOf } from '../../../../math/numbers.js';
import type { EventQueue } from '../../../../messages/queue.js';
import type { Stateful } from '../../../../messages/state.js';
import type { Task } from '../../../../messages/task.js';
import type { Loss } from '../../../../neurons/loss.js';
import type { ErrorOf } from '../../../../neurons/phases/pool.js';
import type { Population } from '../../../../neurons/phases/population.js';
import type { Outlet } from '../../../../neurons/phases/voice.js';

/** What a pool is saved as. */
export interface LastingPoolState {
  /** By unit, 1 of those that have answered. */
  readonly answered: Uint8Array;
  readonly pooled: number | undefined;
  readonly total: number;
}

/**
 * A pool of outputs: whenever one of them says something new it tells all of them log sum exp of what they answer, once all
 * have answered; and the sum of their targets when it is told these. It is not local, as the softmax is not.
 */
export class LastingPool implements ErrorOf, Outlet, Task, Stateful<LastingPoolState> {
  readonly fan = 0;
  private readonly answered: Uint8Array;
  private pooled: number | undefined;
  private total = 0;
  private pending = false;

  /** @param state what they answer @param onTold they have been told */
  constructor(
    private readonly queue: EventQueue,
    private readonly population: Population,
    private readonly loss: Loss,
    private readonly answer: number,
    private readonly onTold: () => void,
  ) {
    this.answered = new Uint8Array(population.size);
  }

  hear(_: readonly number[], speakers: Int32Array): void {
    for (const unit of speakers) this.answered[unit] = 1;
    if (this.pending || this.answered.includes(0)) return;
    this.pending = true;
    this.queue.soon(this);
  }

  run(): void {
    this.pending = false;
    this.pooled = logSumExp(this.population.states[this.answer]);
    this.onTold();
  }

  /** It is told the targets of its neurons. */
  hearTargets(targets: ArrayLike<number>): void {
    this.total = sumOf(targets);
  }

  at(unit: number, activity: number): number {
    const { pooled, total, population } = this;
    if (pooled === undefined) return 0;
    return this.loss.error(numbers, { activity, target: population.target[unit], pooled, total });
  }

  ofAll(units: Int32Array, activities: Float64Array): Float64Array {
    return activities.map((activity, i) => this.at(units[i], activity));
  }

  state(): LastingPoolState {
    const { answered, pooled, total } = this;
    return { answered: answered.slice(), pooled, total };
  }

  restore({ answered, pooled, total }: LastingPoolState): void {
    this.answered.set(answered);
    this.pooled = pooled;
    this.total = total;
  }
}

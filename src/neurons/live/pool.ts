import { logSumExp, sumOf } from '../../math/numbers.js';
import type { EventQueue } from '../../messages/queue.js';
import type { Stateful } from '../../messages/state.js';
import type { Task } from '../../messages/task.js';
import type { LiveNeuron } from './neuron.js';

/** What a pool is saved as. */
export interface LivePoolState {
  readonly activities: Float64Array;
  readonly unheard: readonly number[];
}

/**
 * A pool of live output neurons: whenever one of them says something new it tells all of them log sum exp of what they
 * said last, once all have said something; and the sum of their targets when it is told these. It is not local, as the
 * softmax is not.
 */
export class LivePool implements Task, Stateful<LivePoolState> {
  private readonly activities: Float64Array;
  private unheard: Set<number>;
  private pending = false;

  constructor(
    private readonly queue: EventQueue,
    readonly node: string,
    private readonly members: readonly LiveNeuron[],
  ) {
    this.activities = new Float64Array(members.length);
    this.unheard = new Set(members.keys());
    for (const [place, { axon }] of members.entries()) {
      axon.subscribe(({ value }) => this.hear(place, value));
    }
  }

  run(): void {
    this.pending = false;
    const value = logSumExp(this.activities);
    for (const member of this.members) member.hearPool(value);
  }

  /** The teacher tells it the targets of its neurons. */
  teach(targets: ArrayLike<number>): void {
    const total = sumOf(targets);
    for (const member of this.members) member.hearTotal(total);
  }

  state(): LivePoolState {
    return { activities: this.activities.slice(), unheard: [...this.unheard] };
  }

  restore({ activities, unheard }: LivePoolState): void {
    this.activities.set(activities);
    this.unheard = new Set(unheard);
  }

  private hear(place: number, value: number): void {
    this.activities[place] = value;
    this.unheard.delete(place);
    if (this.pending || this.unheard.size > 0) return;
    this.pending = true;
    this.queue.soon(this);
  }
}

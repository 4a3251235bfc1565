import { logSumExp, sumOf } from '../math/numbers.js';
import type { Message } from '../messages/message.js';
import type { EventQueue } from '../messages/queue.js';
import { type Observer, Subject } from '../messages/streams.js';
import type { Task } from '../messages/task.js';
import type { NeuronActor } from './neuron-actor.js';

/** What a pool is saved as. */
export interface PoolState {
  readonly activities: Float64Array;
  readonly heard: number;
}

/**
 * A pool of output neurons: it hears the activity of each and tells all of them log sum exp of it, and from the teacher
 * all targets, of which it tells the sum. Cross-entropy needs both, and nothing else about it is not local.
 */
export class PoolActor implements Task {
  readonly messages = new Subject<Message>();
  private readonly activities: Float64Array;
  private heard = 0;
  private readonly address: string;

  constructor(
    private readonly queue: EventQueue,
    readonly node: string,
    members: readonly NeuronActor[],
  ) {
    this.address = `${node}.pool`;
    this.activities = new Float64Array(members.length);
    for (const [place, member] of members.entries()) {
      member.axon.subscribe(this.listener(place));
      this.messages.subscribe((message) => member.hear(message));
    }
  }

  /** A new stimulus. */
  begin(): void {
    this.heard = 0;
  }

  /** The teacher tells it the targets of its neurons. */
  teach(targets: ArrayLike<number>): void {
    this.tell('total', sumOf(targets));
  }

  state(): PoolState {
    return { activities: this.activities.slice(), heard: this.heard };
  }

  restore({ activities, heard }: PoolState): void {
    this.activities.set(activities);
    this.heard = heard;
  }

  run(): void {
    this.tell('pool', logSumExp(this.activities));
  }

  private tell(kind: 'pool' | 'total', value: number): void {
    const { queue, address: source, node: target } = this;
    this.messages.next({ time: queue.now(), source, target, kind, value });
  }

  private listener(place: number): Partial<Observer<Message>> {
    return {
      next: ({ value }) => {
        this.activities[place] = value;
        if (++this.heard === this.activities.length) this.queue.soon(this);
      },
    };
  }
}

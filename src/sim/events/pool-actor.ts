import { type Observer, Subject } from 'rxjs';
import { logSumExp } from '../../math/numbers.js';
import type { Message } from './message.js';
import type { NeuronActor } from './neuron-actor.js';
import type { EventQueue, Task } from './queue.js';

/** What a pool is saved as. */
export interface PoolState {
  readonly activities: Float64Array;
  readonly heard: number;
}

/**
 * A pool of output neurons: it hears the activity of each and tells all of them log sum exp of it, which the
 * softmax needs. It is the one thing about cross-entropy that is not local.
 */
export class PoolActor implements Task {
  readonly messages = new Subject<Message>();
  private readonly activities: Float64Array;
  private heard = 0;
  private readonly address: string;

  constructor(
    private readonly queue: EventQueue,
    private readonly node: string,
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

  state(): PoolState {
    return { activities: this.activities.slice(), heard: this.heard };
  }

  restore({ activities, heard }: PoolState): void {
    this.activities.set(activities);
    this.heard = heard;
  }

  run(): void {
    const { queue, address: source, node: target } = this;
    const value = logSumExp(this.activities);
    this.messages.next({ time: queue.now(), source, target, kind: 'pool', value });
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

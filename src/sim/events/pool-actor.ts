import { type Observer, Subject } from 'rxjs';
import { logSumExp } from '../../math/numbers.js';
import { Inbox } from './inbox.js';
import type { Message } from './message.js';
import type { NeuronActor } from './neuron-actor.js';
import type { EventQueue, Task } from './queue.js';

/**
 * A pool of output neurons: it hears the activity of each and tells all of them log sum exp of it, which the
 * softmax needs. It is the one thing about cross-entropy that is not local.
 */
export class PoolActor implements Task {
  readonly messages = new Subject<Message>();
  private readonly inbox: Inbox;
  private readonly address: string;

  constructor(
    private readonly queue: EventQueue,
    private readonly node: string,
    members: readonly NeuronActor[],
  ) {
    this.address = `${node}.pool`;
    this.inbox = new Inbox(this.address, () => {
      if (this.inbox.complete) queue.soon(this);
    });
    for (const member of members) {
      member.axon.subscribe(this.listener(this.inbox.addPlace()));
      this.messages.subscribe((message) => member.hear(message));
    }
  }

  /** A new stimulus. */
  begin(): void {
    this.inbox.clear();
  }

  run(): void {
    const { queue, address: source, node: target } = this;
    const value = logSumExp(this.inbox.contents);
    this.messages.next({ time: queue.now(), source, target, kind: 'pool', value });
  }

  private listener(place: number): Partial<Observer<Message>> {
    return { next: ({ value }) => this.inbox.deliver(place, value) };
  }
}

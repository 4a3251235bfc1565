import type { AxonListener, DendriteListener } from '../../messages/line.js';
import type { Message } from '../../messages/message.js';
import type { EventQueue } from '../../messages/queue.js';
import type { SavedTask, Task, TaskOwner } from '../../messages/task.js';
import type { SynapseActor } from './actor.js';
import { readDelayedDelivery } from './read-under-way.js';
import type { SynapseTable } from './table.js';

/**
 * What a neuron says to synapses that each have a delay of their own: a message goes from the nearest to the farthest, and
 * waits in the queue once, for its next arrival. (A task for each arrival is as many as there are synapses times
 * messages under way, and the queue is then most of the work.)
 */
export class DelayedDeliveries implements AxonListener, DendriteListener, TaskOwner {
  /** Delays in tau, from the shortest to the longest, and whose they are. */
  readonly lags: Float64Array;
  readonly synapses: readonly SynapseActor[];
  /** Places of the same in their table: what is only weighed and put down needs no more of them. */
  readonly places: Uint32Array;

  constructor(
    readonly queue: EventQueue,
    readonly address: string,
    synapses: readonly SynapseActor[],
    readonly table: SynapseTable,
  ) {
    // A stable sort: of equal delays, the first synapse comes first.
    const near = synapses.map((synapse) => ({ synapse, lag: synapse.lag })).sort((a, b) => a.lag - b.lag);
    this.synapses = near.map(({ synapse }) => synapse);
    this.lags = Float64Array.from(near, ({ lag }) => lag);
    this.places = Uint32Array.from(near, ({ synapse }) => synapse.index);
  }

  activity(message: Message): void {
    new DelayedDelivery(this, message, 0, 0).send();
  }

  moving(message: Message): void {
    new DelayedDelivery(this, message, 0, 0).send();
  }

  course(message: Message): void {
    new DelayedDelivery(this, message, 0, 0).send();
  }

  feedback(message: Message): void {
    new DelayedDelivery(this, message, 0, 0).send();
  }

  change(message: Message): void {
    new DelayedDelivery(this, message, 0, 0).send();
  }

  trajectory(message: Message): void {
    new DelayedDelivery(this, message, this.table.apical!.lastNumber, 0).send();
  }

  /** What was under way when the simulation was saved. */
  taskOf(what: unknown): Task {
    const { address, lags, table } = this;
    const { message, future, reached } = readDelayedDelivery(
      `${address}: message`,
      what,
      lags.length,
      table.apical,
    );
    return new DelayedDelivery(this, message, future, reached);
  }
}

export interface DelayedDeliveryState {
  readonly message: Message;
  readonly future: number;
  /** How many synapses it has reached. */
  readonly reached: number;
}

/** A message on its way from synapse to synapse. */
class DelayedDelivery implements Task {
  constructor(
    private readonly from: DelayedDeliveries,
    private readonly message: Message,
    private readonly future: number,
    private reached: number,
  ) {}

  /** It sets out: those without delay hear it at once. */
  send(): void {
    const { lags, queue } = this.from;
    if (lags.length > 0) queue.deliver(lags[0], this);
  }

  /** Reaches the synapse that it set out for, and all others whose time it is: lags that differ may give the same time. */
  run(): void {
    const { lags, queue } = this.from;
    const now = queue.now();
    let due = now;
    while (due <= now) {
      this.reach(this.reached);
      this.reached++;
      if (this.reached === lags.length) return;
      due = this.arrivalAt(this.reached);
    }
    queue.at(due, this);
  }

  // Synapses lie apart in memory, and to look one up costs more than all that it does with a change.
  private reach(i: number): void {
    const { message, from } = this;
    const { table } = from;
    if (message.kind === 'change' && !table.watched) table.carryChange(from.places[i], message.value);
    else from.synapses[i].arrive(message, this.future);
  }

  /** When it reaches a synapse, in tau. */
  private arrivalAt(i: number): number {
    return this.from.queue.arrival(this.message.time, this.from.lags[i]);
  }

  get saved(): SavedTask {
    const { from, message, future, reached } = this;
    return { owner: from.address, what: { message, future, reached } satisfies DelayedDeliveryState };
  }
}

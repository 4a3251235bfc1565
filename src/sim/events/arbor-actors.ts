import type { Observer } from 'rxjs';
import { numbers } from '../../math/numbers.js';
import { conduct, conductFuture } from './conduction.js';
import type { LearningMessage, Message, TrajectoryMessage } from './message.js';
import type { Surroundings } from './surroundings.js';
import type { SynapseTable } from './synapse-table.js';

/** The synapses that one neuron's axon makes on a node: they carry its activity up. */
export class AxonArbor implements Observer<Message> {
  private readonly members: Uint32Array;

  /** @param members numbers of its synapses in the table */
  constructor(
    private readonly around: Surroundings,
    private readonly table: SynapseTable,
    members: readonly number[],
  ) {
    this.members = Uint32Array.from(members);
  }

  next({ time, value }: Message): void {
    const { members, table, around } = this;
    const { weights, forwardActivity, basalPlace, post, lag, watched } = table;
    for (let k = 0; k < members.length; k++) {
      const i = members[k];
      forwardActivity[i] = value;
      const weighed = weights[i] * value;
      conduct(around.queue, time, lag[i], post[i], basalPlace[i], weighed);
      if (watched) table.tell(i, time, post[i].address, 'current', weighed);
    }
  }

  error(): void {}

  complete(): void {}
}

/** The synapses that end at one neuron: they carry its feedback down, and learn from what it tells them. */
export class DendriteArbor implements Observer<Message> {
  private readonly members: Uint32Array;
  /** Those whose presynaptic neuron relaxes. */
  private readonly carriers: Uint32Array;

  /** @param members numbers of its synapses in the table */
  constructor(
    private readonly around: Surroundings,
    private readonly table: SynapseTable,
    members: readonly number[],
  ) {
    this.members = Uint32Array.from(members);
    this.carriers = this.members.filter((i) => table.pre[i] !== undefined);
  }

  /** Some of its presynaptic neurons relax, so it has feedback to carry. */
  get carries(): boolean {
    return this.carriers.length > 0;
  }

  next(message: Message): void {
    switch (message.kind) {
      case 'feedback':
        this.carry(message);
        break;
      case 'trajectory':
        this.foretell(message as TrajectoryMessage);
        break;
      case 'learning':
        this.learn(message as LearningMessage);
        break;
      case 'update':
        this.update(message.value);
        break;
      case 'forget':
        for (const i of this.members) this.table.gradients[i] = 0;
        break;
    }
  }

  error(): void {}

  complete(): void {}

  private carry({ time, value }: Message): void {
    const { carriers, table, around } = this;
    const { weights, apicalPlace, pre, lag, watched } = table;
    for (let k = 0; k < carriers.length; k++) {
      const i = carriers[k];
      const weighed = weights[i] * value;
      const mailbox = pre[i]!;
      conduct(around.queue, time, lag[i], mailbox, apicalPlace[i], weighed);
      if (watched) table.tell(i, time, mailbox.address, 'drive', weighed);
    }
  }

  private foretell({ time, value, future }: TrajectoryMessage): void {
    const { table, around } = this;
    const { weights, apicalPlace, pre, lag, watched } = table;
    for (const i of this.carriers) {
      const mailbox = pre[i]!;
      const weight = weights[i];
      conductFuture(around.queue, time, lag[i], mailbox, apicalPlace[i], weight, future);
      if (watched) table.tell(i, time, mailbox.address, 'trajectory', weight * value);
    }
  }

  private learn({ term, value }: LearningMessage): void {
    const { gain, pre } = this.around.rule.plasticity.terms[term];
    const { gradients, forwardActivity } = this.table;
    const presynaptic = { forwardActivity: 0 };
    for (const i of this.members) {
      presynaptic.forwardActivity = forwardActivity[i];
      gradients[i] += gain * pre(numbers, presynaptic) * value;
    }
  }

  private update(rate: number): void {
    const { weights, gradients } = this.table;
    for (const i of this.members) {
      weights[i] -= rate * gradients[i];
      gradients[i] = 0;
    }
  }
}

import { numbers } from '../../../math/numbers.js';
import { delayed } from '../../../neurons/trajectory.js';
import type { Presynaptic } from '../../../synapses/plasticity.js';
import type { Listener } from '../line.js';
import type { LearningMessage, Message, TrajectoryMessage } from '../message.js';
import type { SynapseTable } from './table.js';

/**
 * A synapse: it listens to its two neurons. It weighs activity on its way up and feedback on its way down (with the
 * same weight: the `transpose` pathway), and learns from what both have told it. What its neurons say on the way
 * through it reaches it after its conduction delay.
 */
export class SynapseActor implements Listener<Message>, Presynaptic<number> {
  /** @param table where its numbers stand, in the place of (post, pre) */
  constructor(
    private readonly table: SynapseTable,
    private readonly post: number,
    private readonly pre: number,
  ) {}

  next(message: Message): void {
    const { table, index } = this;
    switch (message.kind) {
      case 'feedback':
      case 'trajectory':
      case 'activity':
        this.conduct(message);
        break;
      case 'learning':
        this.learn(message as LearningMessage);
        break;
      case 'update':
        table.weights[index] -= message.value * table.gradients[index];
        table.gradients[index] = 0;
        break;
      case 'forget':
        table.gradients[index] = 0;
        break;
    }
  }

  get forwardActivity(): number {
    return this.table.forwardActivity[this.index];
  }

  private get index(): number {
    return this.post * this.table.pres + this.pre;
  }

  private conduct(message: Message): void {
    const lag = this.table.lagOf(this.index);
    if (lag === 0) this.carry(message, 0);
    else this.table.around.queue.at(message.time + lag, { run: () => this.carry(message, lag) });
  }

  private carry(message: Message, lag: number): void {
    const { table, index, post, pre } = this;
    const weight = table.weights[index];
    if (message.kind === 'feedback') {
      table.apical!.deliver(pre, post, weight * message.value);
    } else if (message.kind === 'trajectory') {
      const future = delayed((message as TrajectoryMessage).future, lag);
      table.apical!.foretell(pre, post, weight, future, lag === 0);
    } else {
      table.forwardActivity[index] = message.value;
      table.basal.deliver(post, pre, weight * message.value);
    }
    if (table.taps.watched) this.tell(message, lag);
  }

  private tell({ kind, time, value }: Message, lag: number): void {
    const { table, index, post, pre } = this;
    const target = kind === 'activity' ? table.above[post] : table.below[pre];
    const said = kind === 'activity' ? 'current' : kind === 'feedback' ? 'drive' : 'trajectory';
    table.taps.tell(index, time + lag, target, said, table.weights[index] * value);
  }

  private learn({ term, value }: LearningMessage): void {
    const { gain, pre } = this.table.around.rule.plasticity.terms[term];
    this.table.gradients[this.index] += gain * pre(numbers, this) * value;
  }
}

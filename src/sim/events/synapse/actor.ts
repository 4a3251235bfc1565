import { numbers } from '../../../math/numbers.js';
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
    if (this.table.delayed) this.conduct(message);
    else this.hear(message, 0);
  }

  get forwardActivity(): number {
    return this.table.forwardActivity[this.index];
  }

  private get index(): number {
    return this.post * this.table.pres + this.pre;
  }

  // What comes through its neurons' fibres takes its time; its own neuron teaches it at once.
  private conduct(message: Message): void {
    const { kind, time } = message;
    const carried = kind === 'feedback' || kind === 'trajectory' || kind === 'activity';
    const lag = carried ? this.table.lagOf(this.index) : 0;
    if (lag === 0) this.hear(message, 0);
    else this.table.around.queue.at(time + lag, { run: () => this.hear(message, lag) });
  }

  // Half of all time goes by here, so it asks as little as it can.
  private hear(message: Message, lag: number): void {
    const { table, post, pre } = this;
    const index = post * table.pres + pre;
    switch (message.kind) {
      case 'feedback':
        table.apical!.deliver(index, table.weights[index] * message.value);
        break;
      case 'trajectory':
        table.apical!.foretell(index, pre, (message as TrajectoryMessage).future, lag === 0);
        break;
      case 'activity':
        table.forwardActivity[index] = message.value;
        table.basal.deliver(post, pre, table.weights[index] * message.value);
        break;
      case 'learning':
        this.learn(message as LearningMessage);
        return;
      case 'update':
        table.weights[index] -= message.value * table.gradients[index];
        table.gradients[index] = 0;
        return;
      case 'forget':
        table.gradients[index] = 0;
        return;
    }
    if (table.watched) this.tell(message, lag);
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

import { numbers } from '../../math/numbers.js';
import { delayed } from '../../neurons/trajectory.js';
import type { Presynaptic } from '../../synapses/plasticity.js';
import type { Listener } from './line.js';
import type { LearningMessage, Message, TrajectoryMessage } from './message.js';
import type { ApicalPlaces, BasalPlaces } from './places.js';
import type { SynapseTable } from './synapse-table.js';

/**
 * A synapse: it listens to its two neurons. It weighs activity on its way up and feedback on its way down (with the
 * same weight: the `transpose` pathway), and learns from what both have told it. What its neurons say on the way
 * through it reaches it after its conduction delay.
 */
export class SynapseActor implements Listener<Message>, Presynaptic<number> {
  /**
   * @param table where its numbers stand, in the place of (post, pre)
   * @param up places at the postsynaptic neuron
   * @param down places at the presynaptic one; undefined for an input, which does not relax
   */
  constructor(
    private readonly table: SynapseTable,
    private readonly post: number,
    private readonly pre: number,
    private readonly up: BasalPlaces,
    private readonly down: ApicalPlaces | undefined,
  ) {}

  next(message: Message): void {
    switch (message.kind) {
      case 'feedback':
      case 'activity':
      case 'trajectory':
        this.conduct(message);
        break;
      case 'learning':
        this.learn(message as LearningMessage);
        break;
      case 'update':
        this.table.weights[this.index] -= message.value * this.table.gradients[this.index];
        this.table.gradients[this.index] = 0;
        break;
      case 'forget':
        this.table.gradients[this.index] = 0;
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
    if (lag === 0) {
      this.carry(message, 0);
      return;
    }
    this.table.around.queue.at(message.time + lag, { run: () => this.carry(message, lag) });
  }

  private carry(message: Message, lag: number): void {
    const { table, index, post, pre } = this;
    const weight = table.weights[index];
    const weighed = weight * message.value;
    if (message.kind === 'feedback') {
      this.down!.deliver(post, weighed);
      if (table.taps.watched) this.tell(message.time + lag, 'drive', weighed);
    } else if (message.kind === 'activity') {
      table.forwardActivity[index] = message.value;
      this.up.deliver(pre, weighed);
      if (table.taps.watched) this.tell(message.time + lag, 'current', weighed);
    } else {
      const { future } = message as TrajectoryMessage;
      this.down!.foretell(post, weight, delayed(future, lag), lag === 0);
      if (table.taps.watched) this.tell(message.time + lag, 'trajectory', weighed);
    }
  }

  private tell(time: number, kind: 'current' | 'drive' | 'trajectory', value: number): void {
    const { address } = kind === 'current' ? this.up : this.down!;
    this.table.taps.tell(this.index, time, address, kind, value);
  }

  private learn({ term, value }: LearningMessage): void {
    const { gain, pre } = this.table.around.rule.plasticity.terms[term];
    this.table.gradients[this.index] += gain * pre(numbers, this) * value;
  }
}

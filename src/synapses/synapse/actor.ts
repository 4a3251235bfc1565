import { numbers } from '../../math/numbers.js';
import type { AxonListener, DendriteListener, PlasticityListener } from '../../messages/line.js';
import {
  type CourseMessage,
  type LearningMessage,
  type Message,
  nobody,
  type TrajectoryMessage,
  type WeightChange,
} from '../../messages/message.js';
import type { Presynaptic } from '../plasticity.js';
import { Arrival, wayOf } from './arrival.js';
import type { Row } from './row.js';

/** What a synapse says, weighed: two kinds up, two down. */
type Told = 'current' | 'course' | 'drive' | 'trajectory';

/**
 * A synapse: it listens to its two neurons. It weighs activity on its way up and feedback on its way down (with the
 * same weight, or one of its own, as the pathway has it), and learns from what both have told it. What its neurons say on the way
 * through it reaches it after its conduction delay; its own neuron teaches it at once.
 *
 * Half of all time goes by in these few lines, so they ask as little as they can.
 */
export class SynapseActor implements AxonListener, DendriteListener, PlasticityListener, Presynaptic<number> {
  /** @param row the synapses of its neuron, which is all that it shares with them @param index its place in the table */
  constructor(
    readonly row: Row,
    readonly index: number,
  ) {}

  activity(message: Message): void {
    if (this.row.table.wires !== undefined) this.later(message, 0);
    else this.carryUp(message);
  }

  moving(message: Message): void {
    if (this.row.table.wires !== undefined) this.later(message, 0);
    else this.carryMoving(message);
  }

  course(message: CourseMessage): void {
    if (this.row.table.wires !== undefined) this.later(message, 0);
    else this.carryCourse(message);
  }

  feedback(message: Message): void {
    const { index } = this;
    const { table } = this.row;
    const { left } = table;
    if (left !== undefined) left[index] = table.down.weights[index] * message.value;
    else if (table.wires !== undefined) this.later(message, 0);
    else this.carryDown(message);
  }

  change(message: Message): void {
    if (this.row.table.wires !== undefined) this.later(message, 0);
    else this.carryChange(message);
  }

  trajectory(message: TrajectoryMessage): void {
    const { plain, boxes } = this.row;
    if (plain === 0) this.bring(message);
    else boxes[this.index] = plain;
  }

  /** gradient += gain pre(p) post(q), the last being the message's value. */
  learn({ term, value }: LearningMessage): void {
    const { table } = this.row;
    const { gain, pre } = table.around.rule.plasticity.terms[term];
    table.gradients[this.index] += gain * pre(numbers, this) * value;
  }

  /** weight <- keep weight - rate gradient, or as an optimiser has it; a feedback weight that learns likewise */
  update({ rate, keep, feedbackRate, feedbackKeep, follow }: WeightChange): void {
    const { index } = this;
    const { table } = this.row;
    const { weights, gradients, traces, down } = table;
    if (follow !== undefined) {
      down.follow(gradients, index, index + 1, follow.feedback);
      follow.weight(weights, gradients, traces, index, index + 1);
      gradients[index] = 0;
      return;
    }
    weights[index] = keep * weights[index] - rate * gradients[index];
    if (down.learns) down.learn(gradients, index, index + 1, feedbackKeep, feedbackRate);
    gradients[index] = 0;
  }

  forget(): void {
    this.row.table.gradients[this.index] = 0;
  }

  get forwardActivity(): number {
    return this.row.table.forwardActivity[this.index];
  }

  get currentActivity(): number {
    const { moving, forwardActivity } = this.row.table;
    return (moving ?? forwardActivity)[this.index];
  }

  /** Its conduction delay, in tau. */
  get lag(): number {
    return this.row.table.lagOf(this.index);
  }

  /** The place of its presynaptic neuron. */
  private get pre(): number {
    return this.index - this.row.from;
  }

  private bring(message: Message): void {
    const { row, index, pre } = this;
    const { table } = row;
    if (table.wires !== undefined) {
      this.later(message, row.told);
      return;
    }
    table.apical!.foretell(index, pre);
    if (table.watched) this.tell(message, 'trajectory', table.below[pre]);
  }

  private carryUp(message: Message): void {
    const { row, index } = this;
    const { table, post } = row;
    table.forwardActivity[index] = message.value;
    if (table.moving) table.moving[index] = message.value;
    table.basal.deliver(post, index, table.weights[index] * message.value);
    if (table.watched) this.tell(message, 'current', table.above[post]);
  }

  private carryMoving(message: Message): void {
    const { row, index } = this;
    const { table, post } = row;
    table.movingActivity()[index] = message.value;
    table.basal.renew(post, index, table.weights[index] * message.value);
    if (table.watched) this.tell(message, 'current', table.above[post]);
  }

  private carryCourse(message: CourseMessage): void {
    const { row, index } = this;
    const { table, post } = row;
    table.basal.foretell(post, index, message.future);
    if (table.watched) this.tell(message, 'course', table.above[post]);
  }

  private carryDown(message: Message): void {
    const { index } = this;
    const { table } = this.row;
    table.apical!.deliver(index, table.down.weights[index] * message.value);
    if (table.watched) this.tell(message, 'drive', table.below[this.pre]);
  }

  private carryChange(message: Message): void {
    this.carryDown(message);
    this.row.table.apical!.stir(this.pre);
  }

  // Apart from the above: what makes objects is slower even where it makes none.
  private later(message: Message, future: number): void {
    const { index, lag } = this;
    const { wires, around } = this.row.table;
    const way = wayOf(message);
    const arrival = new Arrival(this, { message, future, number: wires!.next(way, index) });
    for (const wait of wires!.waits(way, message.source !== nobody))
      around.queue.deliver(lag + wait, arrival);
  }

  /** A message has come through. */
  arrive(message: Message, future: number): void {
    switch (message.kind) {
      case 'activity':
        this.carryUp(message);
        break;
      case 'moving':
        this.carryMoving(message);
        break;
      case 'course':
        this.carryCourse(message as CourseMessage);
        break;
      case 'change':
        this.carryChange(message);
        break;
      case 'trajectory':
        this.foretellLate(message, future);
        break;
      default:
        this.carryDown(message);
    }
  }

  private foretellLate(message: Message, number: number): void {
    const { index, pre } = this;
    const { table } = this.row;
    table.apical!.foretellLate(index, pre, number, table.lagOf(index) === 0);
    if (table.watched) this.tell(message, 'trajectory', table.below[pre]);
  }

  private tell({ source, value }: Message, kind: Told, target: string): void {
    if (source === nobody) return;
    const { index } = this;
    const { table } = this.row;
    const { weights } = kind === 'current' || kind === 'course' ? table : table.down;
    table.monitor.tell(index, table.around.queue.now(), target, kind, weights[index] * value);
  }
}

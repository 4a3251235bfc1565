import { type Observable, type Observer, Subject } from 'rxjs';
import { numbers } from '../../math/numbers.js';
import type { Presynaptic } from '../../synapses/plasticity.js';
import { conduct, conductFuture } from './conduction.js';
import type { Mailbox } from './inbox.js';
import type { LearningMessage, Message, MessageKind, TrajectoryMessage } from './message.js';
import type { Surroundings } from './surroundings.js';

/**
 * A synapse: an observer of its two neurons. It weighs activity on its way up and feedback on its way down
 * (with the same weight: the `transpose` pathway), and learns from what both have told it.
 */
export class SynapseActor implements Observer<Message>, Presynaptic<number> {
  /** The last activity it carried: what the rule's `pre` factor may see. */
  forwardActivity = 0;
  /** Sum over presentations of the plasticity rule's terms. */
  gradient = 0;
  private tap: Subject<Message> | undefined;
  private address = '';

  /**
   * @param post mailbox of the postsynaptic neuron, and this synapse's place there
   * @param pre the presynaptic one's; undefined for an input, which does not relax
   * @param delay conduction delay in tau, both ways
   */
  constructor(
    private readonly around: Surroundings,
    public weight: number,
    private readonly post: Mailbox,
    private readonly postPlace: number,
    private readonly pre: Mailbox | undefined,
    private readonly prePlace: number,
    private readonly delay: number,
  ) {}

  /** What the synapse says, as it says it, under the given address. Watching it changes nothing. */
  watch(address: string): Observable<Message> {
    this.address = address;
    this.tap ??= new Subject();
    return this.tap;
  }

  next(message: Message): void {
    switch (message.kind) {
      case 'activity':
        this.forwardActivity = message.value;
        this.carry('current', this.post, this.postPlace, message);
        break;
      case 'feedback':
        this.carry('drive', this.pre!, this.prePlace, message);
        break;
      case 'trajectory':
        this.foretell(message as TrajectoryMessage);
        break;
      case 'learning':
        this.learn(message as LearningMessage);
        break;
      case 'update':
        this.weight -= message.value * this.gradient;
        this.gradient = 0;
        break;
      case 'forget':
        this.gradient = 0;
        break;
    }
  }

  error(): void {}

  complete(): void {}

  private carry(kind: MessageKind, mailbox: Mailbox, place: number, { time, value }: Message): void {
    const weighed = this.weight * value;
    conduct(this.around.queue, time, this.delay, mailbox, place, weighed);
    this.tap?.next({ time, source: this.address, target: mailbox.address, kind, value: weighed });
  }

  private foretell({ time, future, value }: TrajectoryMessage): void {
    const { weight, prePlace, delay, around } = this;
    const mailbox = this.pre!;
    conductFuture(around.queue, time, delay, mailbox, prePlace, weight, future);
    const { address: source, tap } = this;
    tap?.next({ time, source, target: mailbox.address, kind: 'trajectory', value: weight * value });
  }

  private learn({ term, value }: LearningMessage): void {
    const { gain, pre } = this.around.rule.plasticity.terms[term];
    this.gradient += gain * pre(numbers, this) * value;
  }
}

import { type Observable, type Observer, Subject } from 'rxjs';
import { numbers } from '../../math/numbers.js';
import type { Presynaptic } from '../../synapses/plasticity.js';
import type { Mailbox } from './inbox.js';
import type { LearningMessage, Message, MessageKind } from './message.js';
import type { Surroundings } from './surroundings.js';

/** One end of a synapse: the mailbox it may write to, and its place there. */
export interface Terminal {
  readonly mailbox: Mailbox;
  readonly place: number;
}

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
   * @param pre undefined where the presynaptic neuron is an input, which does not relax
   * @param delay conduction delay in tau, both ways
   */
  constructor(
    private readonly around: Surroundings,
    public weight: number,
    private readonly post: Terminal,
    private readonly pre: Terminal | undefined,
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
        this.carry('current', this.post, message);
        break;
      case 'feedback':
        this.carry('drive', this.pre!, message);
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

  private carry(kind: MessageKind, { mailbox, place }: Terminal, { time, value }: Message): void {
    const weighed = this.weight * value;
    if (this.delay === 0) mailbox.deliver(place, weighed);
    else this.around.queue.at(time + this.delay, { run: () => mailbox.deliver(place, weighed) });
    this.tap?.next({ time, source: this.address, target: mailbox.address, kind, value: weighed });
  }

  private learn({ term, value }: LearningMessage): void {
    const { gain, pre } = this.around.rule.plasticity.terms[term];
    this.gradient += gain * pre(numbers, this) * value;
  }
}

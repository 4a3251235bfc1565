import { countedOn } from '../messages/counted.js';
import { AxonLine } from '../messages/line.js';
import type { Message } from '../messages/message.js';
import type { Observable } from '../messages/streams.js';
import type { Task } from '../messages/task.js';
import type { Traffic } from '../messages/traffic.js';
import type { NeuronContext } from './context.js';

/** What an input is saved as. */
export interface InputState {
  readonly value: number;
  readonly kind: 'activity' | 'moving';
}

/** An input: it says what it is given, and never moves. */
export class InputActor implements Task {
  readonly axon = new AxonLine();
  private value = 0;
  private kind: 'activity' | 'moving' = 'activity';

  /** @param address `NAME[unit]` @param above the nodes that take it */
  constructor(
    private readonly around: Pick<NeuronContext, 'queue' | 'traffic'>,
    readonly address: string,
    private readonly above: string,
  ) {}

  /** Everything it says. */
  get messages(): Observable<Message> {
    return this.axon;
  }

  /** Where what it says is counted. */
  get traffic(): Traffic {
    return this.around.traffic;
  }

  /** Of what it says, the messages that count: see `Energy`. */
  get counted(): Observable<Message> {
    return countedOn(this.axon, this.traffic);
  }

  /** What it was given. */
  get activity(): number {
    return this.value;
  }

  /** Gives it a value, which it says in the next round. */
  present(value: number): void {
    this.value = value;
    this.kind = 'activity';
    this.around.queue.soon(this);
  }

  /** Says the same again, in the next round: synapses weigh it differently now. */
  repeat(): void {
    this.kind = 'moving';
    this.around.queue.soon(this);
  }

  state(): InputState {
    return { value: this.value, kind: this.kind };
  }

  restore({ value, kind }: InputState): void {
    this.value = value;
    this.kind = kind;
  }

  run(): void {
    const { address: source, above: target, value, kind } = this;
    const { queue, traffic } = this.around;
    traffic.sayUp(this.axon);
    const message = { time: queue.now(), source, target, kind, value };
    if (kind === 'activity') this.axon.activity(message);
    else this.axon.moving(message);
  }
}

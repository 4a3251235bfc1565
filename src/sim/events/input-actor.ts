import type { Observable } from 'rxjs';
import { Line } from './line.js';
import type { Message } from './message.js';
import type { EventQueue } from './queue.js';

/** An input: it says what it is given, and never moves. */
export class InputActor {
  readonly axon = new Line<Message>();

  /** @param address `NAME[unit]` @param above the nodes that take it */
  constructor(
    private readonly queue: EventQueue,
    readonly address: string,
    private readonly above: string,
  ) {}

  /** Everything it says. */
  get messages(): Observable<Message> {
    return this.axon;
  }

  present(value: number): void {
    const { queue, address: source, above: target } = this;
    this.axon.next({ time: queue.now(), source, target, kind: 'activity', value });
  }
}

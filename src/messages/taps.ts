import { type Observable, Subject } from 'rxjs';
import type { Message, MessageKind } from './message.js';

/** Those who watch single synapses. Watching changes nothing. */
export class Taps {
  private readonly taps = new Map<number, { readonly address: string; readonly subject: Subject<Message> }>();

  /** What synapse `i` says, under the given address. */
  watch(i: number, address: string): Observable<Message> {
    const tap = this.taps.get(i) ?? { address, subject: new Subject<Message>() };
    this.taps.set(i, tap);
    return tap.subject;
  }

  /** Lets those who watch synapse `i` hear what it says. */
  tell(i: number, time: number, target: string, kind: MessageKind, value: number): void {
    const tap = this.taps.get(i);
    tap?.subject.next({ time, source: tap.address, target, kind, value });
  }
}

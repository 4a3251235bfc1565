import { type Observable, Subject } from 'rxjs';
import type { Message, MessageKind } from './message.js';

/** Monitors single synapses for those who watch them. Watching changes nothing. */
export class SynapseMonitor {
  private readonly watched = new Map<
    number,
    { readonly address: string; readonly subject: Subject<Message> }
  >();

  /** What synapse `i` says, under the given address. */
  watch(i: number, address: string): Observable<Message> {
    const one = this.watched.get(i) ?? { address, subject: new Subject<Message>() };
    this.watched.set(i, one);
    return one.subject;
  }

  /** Lets those who watch synapse `i` hear what it says. */
  tell(i: number, time: number, target: string, kind: MessageKind, value: number): void {
    const one = this.watched.get(i);
    one?.subject.next({ time, source: one.address, target, kind, value });
  }
}

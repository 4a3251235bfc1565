import { Subject } from 'rxjs';

/** An actor, as a line knows it. */
export interface Listener<T> {
  next(message: T): void;
}

/**
 * A stream of messages. Actors are wired to it when the circuit is built, for good: it calls them directly, in the
 * order of the wiring, and keeps nothing per listener but its place in a list. Everybody else subscribes as to any
 * Observable, may leave again, and hears after them.
 */
export class Line<T> extends Subject<T> {
  private wired: readonly (readonly Listener<T>[])[] = [];

  /** The list is kept, not copied: several lines may share one. */
  wire(listeners: readonly Listener<T>[]): void {
    // A list that grows by pushing keeps room for sixteen more, in every neuron.
    this.wired = [...this.wired, listeners];
  }

  /** Nobody hears what is said. */
  get idle(): boolean {
    return this.wired.length === 0 && !this.observed;
  }

  override next(message: T): void {
    const { wired } = this;
    for (let group = 0; group < wired.length; group++) {
      const listeners = wired[group];
      for (let i = 0; i < listeners.length; i++) listeners[i].next(message);
    }
    if (this.observed) super.next(message);
  }
}

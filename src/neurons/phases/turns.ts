import type { EventQueue } from '../../messages/queue.js';
import type { Task } from '../../messages/task.js';

/** Neurons of several populations take turns within an instant, in the order in which they became ready. */
export class Rounds {
  /** The last in the queue: whoever becomes ready after its neurons, and is of the same population, goes with them. */
  private last: Turn | undefined;

  constructor(private readonly queue: EventQueue) {}

  /** So many neurons have become ready. */
  add(turns: Turns, count: number): void {
    if (this.last?.turns !== turns) {
      this.last = new Turn(this, turns);
      this.queue.soon(this.last);
    }
    this.last.count += count;
  }

  /** A turn begins: it is too late to go with it. */
  close(turn: Turn): void {
    if (this.last === turn) this.last = undefined;
  }
}

/** So many neurons of a population, one after the other. */
class Turn implements Task {
  count = 0;

  constructor(
    private readonly rounds: Rounds,
    readonly turns: Turns,
  ) {}

  run(): void {
    this.rounds.close(this);
    this.turns.take(this.count);
  }
}

/** Whoever has neurons of a population react when they hear where values will be. */
export interface FutureReceivers {
  /** Something has come to each, under these keys. @param awaited how many messages that are waited for */
  hear(awaited: number, path: string, keys: readonly number[]): void;
  /** The same to one of them. */
  hearAt(unit: number, awaited: number, path: string, keys: readonly number[]): void;
}

/**
 * When neurons of a population go on: each for the first time when all that it waits for has come, and then whenever anything
 * has; once, whatever comes before its turn.
 */
export class Turns implements FutureReceivers {
  /** By neuron: how much is still waited for. */
  private readonly missing: Int32Array;
  /** By neuron: 1 of those that are ready. */
  private readonly pending: Uint8Array;
  /** Those that are ready, in a ring. */
  private readonly ready: Int32Array;
  private first = 0;
  private count = 0;

  /**
   * @param awaited by neuron, how many messages it waits for at first @param go has some of them go on, in the order in which
   * they became ready
   */
  constructor(
    private readonly rounds: Rounds,
    awaited: Int32Array,
    private readonly go: (units: Int32Array) => void,
  ) {
    this.missing = awaited.slice();
    this.pending = new Uint8Array(awaited.length);
    this.ready = new Int32Array(awaited.length);
  }

  /** Those who wait for nothing are ready. */
  begin(): void {
    this.hear(0);
  }

  /** Something has come to each. @param awaited how many messages that are waited for */
  hear(awaited: number): void {
    let ready = 0;
    for (let unit = 0; unit < this.missing.length; unit++) ready += this.note(unit, awaited);
    if (ready > 0) this.rounds.add(this, ready);
  }

  /** The same to one of them. */
  hearAt(unit: number, awaited: number): void {
    if (this.note(unit, awaited) > 0) this.rounds.add(this, 1);
  }

  /** So many who are ready go on. */
  take(count: number): void {
    const { ready, pending } = this;
    const units = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      units[i] = ready[this.placeOf(i)];
      pending[units[i]] = 0;
    }
    this.first = this.placeOf(count);
    this.count -= count;
    this.go(units);
  }

  /** How many have never been ready. */
  get waiting(): number {
    const { missing } = this;
    let waiting = 0;
    for (let unit = 0; unit < missing.length; unit++) if (missing[unit] > 0) waiting++;
    return waiting;
  }

  /** @returns 1 where one has become ready, else 0 */
  private note(unit: number, awaited: number): 0 | 1 {
    const { missing, pending, ready } = this;
    if (awaited > 0) missing[unit] = Math.max(0, missing[unit] - awaited);
    if (missing[unit] > 0 || pending[unit] === 1) return 0;
    pending[unit] = 1;
    ready[this.placeOf(this.count++)] = unit;
    return 1;
  }

  /** In the ring, of the k-th who is ready. */
  private placeOf(k: number): number {
    const place = this.first + k;
    return place < this.ready.length ? place : place - this.ready.length;
  }
}

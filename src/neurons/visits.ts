import { type Thresholds, Visit, type VisitKeeper } from './thresholds.js';

/** When a visit was planned, as far as that says which of two at one time comes first. */
export interface Planned {
  readonly visit: Visit;
  /** Its place among all that waited when it was taken over; -1 of one that was planned since. */
  readonly order: number;
  /** When that was, in tau. */
  readonly pushed: number;
  /** In place of one that came up too early. */
  readonly again: boolean;
}

/** Visits to neurons, those that came to nothing with them, kept in columns in place of the queue. */
export class Visits implements VisitKeeper {
  /** When the next one is due; Infinity where none is. */
  nextTime = Infinity;
  /** When the last one was due of those that are over. */
  lastTime = -Infinity;
  /** Of a neuron's visit. */
  private readonly pushed: Float64Array;
  private readonly again: Uint8Array;
  private readonly orders: Int32Array;
  /** A neuron's visit has been taken over. */
  private readonly taken: Uint8Array;
  /** Those that came to nothing: unit, time, and the same of each. */
  private old = new Float64Array(5 * 64);
  private count = 0;
  private until = -Infinity;

  constructor(
    readonly thresholds: Thresholds,
    private readonly now: () => number,
  ) {
    const size = thresholds.waiting.length;
    this.pushed = new Float64Array(size);
    this.again = new Uint8Array(size);
    this.orders = new Int32Array(size);
    this.taken = new Uint8Array(size);
  }

  /** One that waited in the queue. @param order its place there */
  takeOver({ unit, time }: Visit, order: number): void {
    const { thresholds, taken } = this;
    this.nextTime = Math.min(this.nextTime, time);
    if (time !== thresholds.waiting[unit] || taken[unit]) {
      this.addOld(unit, time, -Infinity, 0, order);
      return;
    }
    taken[unit] = 1;
    this.pushed[unit] = -Infinity;
    this.again[unit] = 0;
    this.orders[unit] = order;
  }

  /** From now on plans are kept here. */
  open(): void {
    this.thresholds.keeper = this;
  }

  /** A stretch begins that lasts up to a time and with it. */
  begin(end: number): void {
    this.until = end;
    this.lastTime = -Infinity;
  }

  note(unit: number, before: number, again: boolean): void {
    const { pushed, orders } = this;
    if (before < Infinity) {
      if (before > this.until) this.addOld(unit, before, pushed[unit], this.again[unit], orders[unit]);
      else if (before > this.lastTime) this.lastTime = before;
    }
    pushed[unit] = this.now();
    this.again[unit] = Number(again);
    orders[unit] = -1;
  }

  /** The stretch is over. */
  end(): void {
    const { old, until } = this;
    const { waiting } = this.thresholds;
    let next = Infinity;
    for (let unit = 0; unit < waiting.length; unit++) if (waiting[unit] < next) next = waiting[unit];
    let kept = 0;
    for (let i = 0; i < 5 * this.count; i += 5) {
      const time = old[i + 1];
      if (time > until) {
        old.copyWithin(5 * kept++, i, i + 5);
        if (time < next) next = time;
      } else if (time > this.lastTime) this.lastTime = time;
    }
    this.count = kept;
    this.nextTime = next;
  }

  /** All leave; plans are the queue's again. */
  release(to: (planned: Planned) => void): void {
    const { thresholds, old, pushed, again, orders } = this;
    const { waiting } = thresholds;
    for (let i = 0; i < 5 * this.count; i += 5) {
      const visit = new Visit(thresholds, old[i], old[i + 1]);
      to({ visit, pushed: old[i + 2], again: old[i + 3] === 1, order: old[i + 4] });
    }
    for (let unit = 0; unit < waiting.length; unit++) {
      if (waiting[unit] === Infinity) continue;
      const visit = new Visit(thresholds, unit, waiting[unit]);
      to({ visit, pushed: pushed[unit], again: again[unit] === 1, order: orders[unit] });
    }
    this.count = 0;
    this.taken.fill(0);
    this.nextTime = Infinity;
    thresholds.keeper = undefined;
  }

  private addOld(unit: number, time: number, pushed: number, again: number, order: number): void {
    const at = 5 * this.count++;
    if (at === this.old.length) {
      const wide = new Float64Array(2 * at);
      wide.set(this.old);
      this.old = wide;
    }
    this.old[at] = unit;
    this.old[at + 1] = time;
    this.old[at + 2] = pushed;
    this.old[at + 3] = again;
    this.old[at + 4] = order;
  }
}

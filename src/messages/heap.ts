/** A binary heap in the total order (time, sequence): of equal times, the one pushed first comes out first. */
export class EventHeap<T> {
  private times: number[] = [];
  private sequences: number[] = [];
  private items: (T | Place<T>)[] = [];
  private sequence = 0;
  /**
   * Items that are pushed one after the other for the same time share a place, as those that wait for a tick of a clock do.
   * Where hardly any have the same time, places cost more than they save.
   */
  sharing = false;
  /** Where the last one was put, if that is a place, until that is empty. */
  private last: Place<T> | undefined;
  private lastTime = Number.NaN;
  /** The first place is free: what came out last goes back in again most often, and takes it. */
  private open = false;
  /** How many places there are. */
  private shared = 0;

  get size(): number {
    this.close();
    return this.items.reduce((sum, item) => sum + (item instanceof Place ? item.items.length : 1), 0);
  }

  /** Time of the item that comes next; Infinity when there is none. */
  nextTime(): number {
    if (this.open) this.close();
    return this.items.length === 0 ? Infinity : this.times[0];
  }

  push(time: number, item: T): void {
    const { last } = this;
    if (last !== undefined && time === this.lastTime) {
      last.push(item);
      return;
    }
    this.last = this.sharing ? new Place(item) : undefined;
    if (this.sharing) this.shared++;
    this.lastTime = time;
    const sequence = this.sequence++;
    if (this.open) {
      this.open = false;
      this.sink(time, sequence, this.last ?? item);
      return;
    }
    let i = this.items.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(time, sequence, parent)) break;
      this.move(parent, i);
      i = parent;
    }
    this.put(i, time, sequence, this.last ?? item);
  }

  /** Takes out the next item. The heap must not be empty. */
  pop(): T {
    this.close();
    const first = this.items[0];
    // Items are looked at only where there are places: most lie far away in memory.
    if (this.shared === 0 || !(first instanceof Place)) {
      this.open = true;
      return first as T;
    }
    const item = first.take();
    if (first.empty) {
      if (first === this.last) this.last = undefined;
      this.shared--;
      this.open = true;
    }
    return item;
  }

  /** Drops all items. */
  clear(): void {
    this.times = [];
    this.sequences = [];
    this.items = [];
    this.last = undefined;
    this.shared = 0;
    this.open = false;
  }

  /** All items in the order in which they would come out. */
  entries(): { readonly time: number; readonly item: T }[] {
    this.close();
    const order = this.items.map((item, i) => ({ item, time: this.times[i], sequence: this.sequences[i] }));
    order.sort((a, b) => a.time - b.time || a.sequence - b.sequence);
    return order.flatMap(({ item, time }) =>
      item instanceof Place ? item.items.map((one) => ({ time, item: one })) : [{ time, item }],
    );
  }

  /** Where nothing took the first place, the last takes it. */
  private close(): void {
    if (!this.open) return;
    this.open = false;
    const time = this.times.pop()!;
    const sequence = this.sequences.pop()!;
    const item = this.items.pop()!;
    if (this.items.length > 0) this.sink(time, sequence, item);
  }

  private sink(time: number, sequence: number, item: T | Place<T>): void {
    const n = this.items.length;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= n) break;
      if (child + 1 < n && this.before(this.times[child + 1], this.sequences[child + 1], child)) child++;
      if (this.before(time, sequence, child)) break;
      this.move(child, i);
      i = child;
    }
    this.put(i, time, sequence, item);
  }

  private before(time: number, sequence: number, i: number): boolean {
    return time < this.times[i] || (time === this.times[i] && sequence < this.sequences[i]);
  }

  private move(from: number, to: number): void {
    this.put(to, this.times[from], this.sequences[from], this.items[from]);
  }

  private put(i: number, time: number, sequence: number, item: T | Place<T>): void {
    this.times[i] = time;
    this.sequences[i] = sequence;
    this.items[i] = item;
  }
}

/** Items of one time, pushed one after the other. */
class Place<T> {
  private more: T[] | undefined;
  /** How many have been taken out. */
  private taken = 0;

  constructor(private readonly first: T) {}

  push(item: T): void {
    if (this.more === undefined) this.more = [item];
    else this.more.push(item);
  }

  take(): T {
    const at = this.taken++;
    return at === 0 ? this.first : this.more![at - 1];
  }

  get empty(): boolean {
    return this.taken === 1 + (this.more?.length ?? 0);
  }

  /** Those that are left. */
  get items(): T[] {
    return [this.first, ...(this.more ?? [])].slice(this.taken);
  }
}

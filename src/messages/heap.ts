import { Place } from './heap-place.js';

/** Places that a heap begins with. */
const smallest = 16;

/**
 * A heap in the total order (time, sequence): of equal times, the one pushed first comes out first. Each place has four
 * below it, and what moves in it are times and numbers of slots: items stay where they were put, out of the way of the
 * garbage collector.
 */
export class EventHeap<T> {
  /** How many are in the heap. */
  private length = 0;
  private times = new Float64Array(smallest);
  private slots = new Uint32Array(smallest);
  /** By slot. */
  private sequences: number[] = [];
  private items: (T | Place<T> | undefined)[] = [];
  /** Slots that are free. */
  private free: number[] = [];
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
    return this.entries().length;
  }

  /** Time of the item that comes next; Infinity when there is none. */
  nextTime(): number {
    if (this.open) this.close();
    return this.length === 0 ? Infinity : this.times[0];
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
    const slot = this.fill(this.last ?? item);
    if (this.open) {
      this.open = false;
      this.sink(time, slot);
      return;
    }
    this.rise(time, slot);
  }

  /** Takes out the next item. The heap must not be empty. */
  pop(): T {
    this.close();
    const slot = this.slots[0];
    const first = this.items[slot];
    // Items are looked at only where there are places: most lie far away in memory.
    if (this.shared === 0 || !(first instanceof Place)) {
      this.leave(slot);
      return first as T;
    }
    const item = first.take();
    if (first.empty) {
      if (first === this.last) this.last = undefined;
      this.shared--;
      this.leave(slot);
    }
    return item;
  }

  /** Drops all items. */
  clear(): void {
    if (this.items.length === 0) return;
    this.length = 0;
    this.times = new Float64Array(smallest);
    this.slots = new Uint32Array(smallest);
    this.sequences = [];
    this.items = [];
    this.free = [];
    this.last = undefined;
    this.shared = 0;
    this.open = false;
  }

  /** All items in the order in which they would come out. */
  entries(): { readonly time: number; readonly item: T }[] {
    this.close();
    const { times, sequences, items } = this;
    const order = Array.from(this.slots.subarray(0, this.length), (slot, i) => {
      return { item: items[slot] as T | Place<T>, time: times[i], sequence: sequences[slot] };
    });
    order.sort((a, b) => a.time - b.time || a.sequence - b.sequence);
    return order.flatMap(({ item, time }) =>
      item instanceof Place ? item.items.map((one) => ({ time, item: one })) : [{ time, item }],
    );
  }

  /** @returns the slot that an item has from now on */
  private fill(item: T | Place<T>): number {
    const slot = this.free.pop() ?? this.items.length;
    this.items[slot] = item;
    this.sequences[slot] = this.sequence++;
    return slot;
  }

  /** What is in the first place has been taken out. */
  private leave(slot: number): void {
    this.items[slot] = undefined;
    this.free.push(slot);
    this.open = true;
  }

  /** Where nothing took the first place, the last takes it. */
  private close(): void {
    if (!this.open) return;
    this.open = false;
    const last = --this.length;
    if (last > 0) this.sink(this.times[last], this.slots[last]);
  }

  /** From behind the last place. */
  private rise(time: number, slot: number): void {
    if (this.length === this.times.length) this.grow();
    const { times, slots } = this;
    let i = this.length++;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      if (!this.before(time, slot, parent)) break;
      times[i] = times[parent];
      slots[i] = slots[parent];
      i = parent;
    }
    times[i] = time;
    slots[i] = slot;
  }

  /** From the first place. */
  private sink(time: number, slot: number): void {
    const { times, slots, length } = this;
    let i = 0;
    for (;;) {
      const first = 4 * i + 1;
      if (first >= length) break;
      const end = Math.min(first + 4, length);
      let child = first;
      for (let other = first + 1; other < end; other++) {
        if (this.before(times[other], slots[other], child)) child = other;
      }
      if (this.before(time, slot, child)) break;
      times[i] = times[child];
      slots[i] = slots[child];
      i = child;
    }
    times[i] = time;
    slots[i] = slot;
  }

  private before(time: number, slot: number, i: number): boolean {
    const { times, sequences } = this;
    return time < times[i] || (time === times[i] && sequences[slot] < sequences[this.slots[i]]);
  }

  private grow(): void {
    const { times, slots } = this;
    this.times = new Float64Array(2 * times.length);
    this.times.set(times);
    this.slots = new Uint32Array(2 * slots.length);
    this.slots.set(slots);
  }
}

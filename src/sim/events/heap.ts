/** A binary heap in the total order (time, sequence): of equal times, the one pushed first comes out first. */
export class EventHeap<T> {
  private times: number[] = [];
  private sequences: number[] = [];
  private items: T[] = [];
  private sequence = 0;

  get size(): number {
    return this.items.length;
  }

  /** Time of the item that comes next; Infinity when there is none. */
  nextTime(): number {
    return this.items.length === 0 ? Infinity : this.times[0];
  }

  push(time: number, item: T): void {
    let i = this.items.length;
    const sequence = this.sequence++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(time, sequence, parent)) break;
      this.move(parent, i);
      i = parent;
    }
    this.put(i, time, sequence, item);
  }

  /** Takes out the next item. The heap must not be empty. */
  pop(): T {
    const first = this.items[0];
    const time = this.times.pop()!;
    const sequence = this.sequences.pop()!;
    const item = this.items.pop()!;
    if (this.items.length > 0) this.sink(time, sequence, item);
    return first;
  }

  /** Drops all items. */
  clear(): void {
    this.times = [];
    this.sequences = [];
    this.items = [];
  }

  /** All items in the order in which they would come out. */
  entries(): { readonly time: number; readonly item: T }[] {
    const order = this.items.map((item, i) => ({ item, time: this.times[i], sequence: this.sequences[i] }));
    return order.sort((a, b) => a.time - b.time || a.sequence - b.sequence);
  }

  private sink(time: number, sequence: number, item: T): void {
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

  private put(i: number, time: number, sequence: number, item: T): void {
    this.times[i] = time;
    this.sequences[i] = sequence;
    this.items[i] = item;
  }
}

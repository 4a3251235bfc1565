/**
 * Times at places, put down in any order and read place by place from the earliest on: at each place those of one time in the
 * order in which they were put down. Columns that are used again.
 */
export class ByPlace {
  /** Sorted: of a place from `starts[place]` up to `starts[place + 1]`. */
  times = new Float64Array(0);
  /** What was put down with each time. */
  items = new Int32Array(0);
  readonly starts: Int32Array;
  private count = 0;
  private putTimes = new Float64Array(1024);
  private putItems = new Int32Array(1024);
  private putPlaces = new Int32Array(1024);
  private readonly ends: Int32Array;
  private readonly drawers = new Drawers();

  constructor(places: number) {
    this.starts = new Int32Array(places + 1);
    this.ends = new Int32Array(places);
  }

  /** How many have been put down. */
  get size(): number {
    return this.count;
  }

  put(place: number, time: number, item: number): void {
    const at = this.count++;
    if (at === this.putTimes.length) this.grow();
    this.putPlaces[at] = place;
    this.putTimes[at] = time;
    this.putItems[at] = item;
    this.starts[place + 1]++;
  }

  /** All are brought to their places; at each they are still in the order in which they were put down. */
  gather(): void {
    const { starts, ends, count, putPlaces, putTimes, putItems } = this;
    if (this.times.length < count) {
      this.times = new Float64Array(putTimes.length);
      this.items = new Int32Array(putTimes.length);
    }
    const { times, items } = this;
    for (let place = 0; place < ends.length; place++) {
      ends[place] = starts[place];
      starts[place + 1] += starts[place];
    }
    for (let i = 0; i < count; i++) {
      const at = ends[putPlaces[i]]++;
      times[at] = putTimes[i];
      items[at] = putItems[i];
    }
  }

  /** Those at a place are sorted. @param first the earliest that any time can be @param last the latest */
  sort(place: number, first: number, last: number): void {
    const { times, items, starts } = this;
    this.drawers.sort(times, items, starts[place], starts[place + 1], first, last);
  }

  /** Nothing has been put down. */
  clear(): void {
    this.count = 0;
    this.starts.fill(0);
  }

  private grow(): void {
    const size = 2 * this.putTimes.length;
    this.putTimes = widened(this.putTimes, new Float64Array(size));
    this.putItems = widened(this.putItems, new Int32Array(size));
    this.putPlaces = widened(this.putPlaces, new Int32Array(size));
  }
}

function widened<T extends Float64Array | Int32Array>(old: T, wide: T): T {
  wide.set(old);
  return wide;
}

/** Fewer than this are sorted one past the other at once. */
const few = 12;

/** Sorts times into as many drawers of equal width as there are of them, then each past those before it that are later. */
class Drawers {
  private starts = new Int32Array(65);
  private times = new Float64Array(64);
  private items = new Int32Array(64);
  private drawers = new Int32Array(64);

  /** Stable. @param from where they stand, up to `to` @param first of all times, and @param last */
  sort(times: Float64Array, items: Int32Array, from: number, to: number, first: number, last: number): void {
    const count = to - from;
    if (count > few && last > first)
      this.spread(times, items, from, count, first, (count - 1) / (last - first));
    for (let i = from + 1; i < to; i++) {
      const time = times[i];
      if (times[i - 1] <= time) continue;
      const item = items[i];
      let at = i;
      for (; at > from && times[at - 1] > time; at--) {
        times[at] = times[at - 1];
        items[at] = items[at - 1];
      }
      times[at] = time;
      items[at] = item;
    }
  }

  private spread(
    times: Float64Array,
    items: Int32Array,
    from: number,
    count: number,
    first: number,
    scale: number,
  ): void {
    if (count > this.times.length) {
      this.times = new Float64Array(2 * count);
      this.items = new Int32Array(2 * count);
      this.drawers = new Int32Array(2 * count);
      this.starts = new Int32Array(2 * count + 1);
    }
    const { starts, times: own, items: others, drawers } = this;
    starts.fill(0, 0, count + 1);
    for (let i = 0; i < count; i++) {
      const time = times[from + i];
      const drawer = Math.floor((time - first) * scale);
      own[i] = time;
      others[i] = items[from + i];
      drawers[i] = drawer;
      starts[drawer + 1]++;
    }
    for (let k = 1; k <= count; k++) starts[k] += starts[k - 1];
    for (let i = 0; i < count; i++) {
      const at = from + starts[drawers[i]]++;
      times[at] = own[i];
      items[at] = others[i];
    }
  }
}

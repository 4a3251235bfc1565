const logChunk = 6;
/** How many stand side by side. */
const chunk = 1 << logChunk;

/**
 * Times at places, put down in any order and read place by place from the earliest on: at each place those of one time in the
 * order in which they were put down. What is put down at a place goes into chunks of its own, each linked to the next; columns
 * are used again.
 */
export class ByPlace {
  /** Of the place that is open, sorted. */
  times = new Float64Array(chunk);
  /** What was put down with each. */
  items = new Int32Array(chunk);
  /** Of each place, its first chunk, and where the next one goes; 0 where nothing is. The first chunk of all is nobody's. */
  private readonly heads: Int32Array;
  private readonly ends: Int32Array;
  /** Of each chunk, the next of its place. */
  private links = new Int32Array(4);
  private chunks = 1;
  private putTimes = new Float64Array(4 * chunk);
  private putItems = new Int32Array(4 * chunk);
  private readonly drawers = new Drawers();

  constructor(places: number) {
    this.heads = new Int32Array(places);
    this.ends = new Int32Array(places);
  }

  put(place: number, time: number, item: number): void {
    let at = this.ends[place];
    if ((at & (chunk - 1)) === 0) at = this.link(place, at);
    this.putTimes[at] = time;
    this.putItems[at] = item;
    this.ends[place] = at + 1;
  }

  /** Those at a place are sorted. @param first the earliest that any time can be @param last the latest @returns how many */
  open(place: number, first: number, last: number): number {
    const count = this.take(place);
    this.drawers.sort(this.times, this.items, count, first, last);
    return count;
  }

  /** What was put down at a place with a time; no place is open then. */
  itemsAt(place: number, time: number): number[] {
    const count = this.take(place);
    return Array.from(this.items.subarray(0, count)).filter((_, i) => this.times[i] === time);
  }

  /** Nothing has been put down. */
  clear(): void {
    this.chunks = 1;
    this.heads.fill(0);
    this.ends.fill(0);
  }

  /** The chunk at whose end a place is gets another one. @returns where that begins */
  private link(place: number, end: number): number {
    const one = this.chunks++;
    if (one === this.links.length) this.grow();
    if (end === 0) this.heads[place] = one;
    else this.links[(end - 1) >> logChunk] = one;
    return one << logChunk;
  }

  /** In the order in which they were put down. @returns how many there are */
  private take(place: number): number {
    const { putTimes, putItems, links } = this;
    const end = this.ends[place];
    let count = 0;
    for (let one = this.heads[place]; one !== 0; ) {
      if (count + chunk > this.times.length) this.widen(count);
      const { times, items } = this;
      const from = one << logChunk;
      const ends = end > from && end <= from + chunk;
      const to = ends ? end : from + chunk;
      for (let at = from; at < to; at++, count++) {
        times[count] = putTimes[at];
        items[count] = putItems[at];
      }
      one = ends ? 0 : links[one];
    }
    return count;
  }

  private widen(count: number): void {
    const { times, items } = this;
    this.times = new Float64Array(2 * times.length);
    this.items = new Int32Array(2 * times.length);
    this.times.set(times.subarray(0, count));
    this.items.set(items.subarray(0, count));
  }

  private grow(): void {
    const size = 2 * this.links.length;
    this.links = widened(this.links, new Int32Array(size));
    this.putTimes = widened(this.putTimes, new Float64Array(size * chunk));
    this.putItems = widened(this.putItems, new Int32Array(size * chunk));
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

  /** Stable. @param first of all times, and @param last */
  sort(times: Float64Array, items: Int32Array, count: number, first: number, last: number): void {
    if (count > few && last > first) this.spread(times, items, count, first, (count - 1) / (last - first));
    for (let i = 1; i < count; i++) {
      const time = times[i];
      if (times[i - 1] <= time) continue;
      const item = items[i];
      let at = i;
      for (; at > 0 && times[at - 1] > time; at--) {
        times[at] = times[at - 1];
        items[at] = items[at - 1];
      }
      times[at] = time;
      items[at] = item;
    }
  }

  private spread(times: Float64Array, items: Int32Array, count: number, first: number, scale: number): void {
    if (count > this.times.length) {
      this.times = new Float64Array(2 * count);
      this.items = new Int32Array(2 * count);
      this.drawers = new Int32Array(2 * count);
      this.starts = new Int32Array(2 * count + 1);
    }
    const { starts, times: own, items: others, drawers } = this;
    starts.fill(0, 0, count + 1);
    for (let i = 0; i < count; i++) {
      const time = times[i];
      const drawer = Math.floor((time - first) * scale);
      own[i] = time;
      others[i] = items[i];
      drawers[i] = drawer;
      starts[drawer + 1]++;
    }
    for (let k = 1; k <= count; k++) starts[k] += starts[k - 1];
    for (let i = 0; i < count; i++) {
      const at = starts[drawers[i]]++;
      times[at] = own[i];
      items[at] = others[i];
    }
  }
}

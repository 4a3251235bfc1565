import type { Ticks } from './ticks.js';

const never = 2 ** 31 - 1;

/** What neurons have said under a key since a tick, tick by tick: who says nothing is remembered as he was. */
class Rows {
  /** Of the ticks up to the newest, a ring; and last of all one of zeros. */
  readonly values: Float64Array;
  /** When each neuron first spoke. */
  readonly first: Int32Array;
  /** The tick of the newest; -1 before anything was said. */
  newest = -1;
  /** By when all have spoken. */
  full = never;
  private silent: number;

  constructor(
    private readonly pres: number,
    private readonly depth: number,
    private readonly stride: number,
  ) {
    this.values = new Float64Array((depth + 1) * stride);
    this.first = new Int32Array(pres).fill(never);
    this.silent = pres;
  }

  /** Where the row of a tick begins. */
  at(tick: number): number {
    return (tick < 0 ? this.depth : tick % this.depth) * this.stride;
  }

  put(tick: number, said: Float64Array, speaks: Uint8Array | undefined): void {
    this.reach(tick);
    const { values, first, pres } = this;
    const from = this.at(tick);
    for (let pre = 0; pre < pres; pre++) {
      if (speaks !== undefined && speaks[pre] === 0) continue;
      values[from + pre] = said[pre];
      if (first[pre] < never) continue;
      first[pre] = tick;
      this.silent--;
    }
    if (this.silent === 0 && this.full === never) this.full = tick;
  }

  private reach(tick: number): void {
    const { values, depth, pres } = this;
    const held = this.at(this.newest);
    // The row that is held is written last, if at all: it is in the ring itself.
    for (let late = Math.max(this.newest + 1, tick - depth + 1); late <= tick; late++)
      values.copyWithin(this.at(late), held, held + pres);
    this.newest = Math.max(this.newest, tick);
  }
}

/**
 * What a population has said at the ticks of a clock, kept once. A synapse that is n ticks away hears at each what was said n
 * ticks before: what single messages to it would have left there.
 */
export class History {
  private readonly rows: (Rows | undefined)[] = [];
  private readonly depth: number;
  private readonly stride: number;
  /** By number of ticks: where the row begins that is heard now, and of which tick it is. */
  readonly slots: Int32Array;
  readonly heardOf: Int32Array;
  /** The last tick at which anything has arrived. */
  heard = 0;

  /** @param origin the first tick at which anything is said, in tau */
  constructor(
    readonly ticks: Ticks,
    private readonly pres: number,
    private readonly origin: number,
  ) {
    this.depth = depthFor(ticks);
    // An odd number of lines of memory: rows must not all fall upon the same places of a cache.
    this.stride = 8 * (Math.ceil(pres / 8) | 1);
    this.slots = new Int32Array(ticks.ticks.length);
    this.heardOf = new Int32Array(ticks.ticks.length);
  }

  tickAt(time: number): number {
    return Math.round((time - this.origin) / this.ticks.period);
  }

  /** What some neurons, or all, say at a tick. */
  put(key: number, tick: number, said: Float64Array, speaks: Uint8Array | undefined): void {
    this.rows[key] ??= new Rows(this.pres, this.depth, this.stride);
    this.rows[key].put(tick, said, speaks);
  }

  /** All values of a key; slots then say where those are that are heard now. */
  valuesOf(key: number): Float64Array | undefined {
    const rows = this.rows[key];
    if (!rows) return undefined;
    const { ticks, slots, heardOf, heard } = this;
    for (let k = 0; k < slots.length; k++) {
      const late = ticks.ticks[k];
      heardOf[k] = late === 0 ? rows.newest : Math.min(heard - late, rows.newest);
      slots[k] = rows.at(heardOf[k]);
    }
    return rows.values;
  }

  /** Whether every synapse has heard something under a key since the first tick. */
  covers(key: number): boolean {
    const rows = this.rows[key];
    return rows !== undefined && this.heard - this.ticks.most >= rows.full;
  }

  /** What each synapse has heard last, if anything, at post * pres + pre. */
  bring(key: number, said: Float64Array): void {
    const values = this.valuesOf(key);
    if (!values) return;
    const { slots, heardOf, pres } = this;
    const { late } = this.ticks;
    const { first } = this.rows[key]!;
    for (let row = 0; row < said.length; row += pres)
      for (let pre = 0; pre < pres; pre++) {
        const k = late[row + pre];
        if (heardOf[k] >= first[pre]) said[row + pre] = values[slots[k] + pre];
      }
  }
}

/** Rows from the farthest synapse's up to what is said while that is heard. */
const depthFor = ({ most }: Ticks): number => most + 2;

/** Whether a history takes no more memory than its synapses do. */
export const isShort = (ticks: Ticks, posts: number): boolean => depthFor(ticks) <= 2 * posts + 256;

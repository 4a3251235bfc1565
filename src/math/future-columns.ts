import { areAll, gather, scatter, termAfter } from './terms.js';
import type { Trajectory } from './trajectory.js';

/** Values of several, one after the other: a number that all of them have, or a column of constants and one for each term. */
export type Futures = number | readonly Float64Array[];

/** What futures side by side are saved as: from when each is told, and the columns in use. */
export interface FutureColumnsState {
  readonly origins: Float64Array;
  readonly columns: readonly Float64Array[];
}

/** Futures side by side: a column of constants, one for each term, and from when each of them is told. */
export class FutureColumns {
  /** A constant, and each term: those in use come first, the others are zeros. */
  readonly columns: Float64Array[];
  /** How many columns are in use. */
  count = 1;
  /** Made when they are first asked for: of sums nobody asks. */
  private told: Float64Array | undefined;
  /** The same, told from a later time on; made when that is first asked for. */
  private later: FutureColumns | undefined;

  constructor(size: number) {
    this.columns = [new Float64Array(size)];
  }

  get size(): number {
    return this.columns[0].length;
  }

  /** From when each of them is told. */
  get origins(): Float64Array {
    this.told ??= new Float64Array(this.size);
    return this.told;
  }

  /** So many columns, at least; new ones are zero. */
  extend(count: number): void {
    while (this.columns.length < count) this.columns.push(new Float64Array(this.size));
    if (count > this.count) this.count = count;
  }

  /** Nothing but constants: zeros, or these. */
  clear(constants?: Float64Array): void {
    const { columns, count } = this;
    for (let m = 1; m < count; m++) columns[m].fill(0);
    if (constants) columns[0].set(constants);
    else columns[0].fill(0);
    this.count = 1;
  }

  /** Some of them become these, in this order. */
  put(units: Int32Array, values: Futures, origin: number): void {
    const { origins } = this;
    for (let i = 0; i < units.length; i++) origins[units[i]] = origin;
    const given = columnsOf(values, units.length);
    this.putColumns(units, given, given.length);
  }

  /** All of them become these. */
  putAll(values: Futures, origin: number): void {
    const given = columnsOf(values, this.size);
    this.origins.fill(origin);
    this.extend(given.length);
    for (let m = 0; m < this.count; m++) {
      if (m < given.length) this.columns[m].set(given[m]);
      else this.columns[m].fill(0);
    }
  }

  /** Some of them become those of another, in its order. */
  putFrom(units: Int32Array, { columns, count }: FutureColumns, origin: number): void {
    for (let i = 0; i < units.length; i++) this.origins[units[i]] = origin;
    this.putColumns(units, columns, count);
  }

  /** One of them becomes this. */
  set(unit: number, { origin, constant, terms }: Trajectory): void {
    this.extend(terms.length + 1);
    this.origins[unit] = origin;
    this.columns[0][unit] = constant;
    for (let m = 1; m < this.count; m++) this.columns[m][unit] = terms[m - 1] ?? 0;
  }

  /** One of them becomes one of another. */
  copy(unit: number, from: FutureColumns, other: number): void {
    this.extend(from.count);
    this.origins[unit] = from.origins[other];
    for (let m = 0; m < this.count; m++) this.columns[m][unit] = m < from.count ? from.columns[m][other] : 0;
  }

  /** Some of them, in this order: a copy. */
  pick(units: Int32Array): FutureColumns {
    const picked = new FutureColumns(units.length);
    picked.extend(this.count);
    for (let m = 0; m < this.count; m++) gather(this.columns[m], units, picked.columns[m]);
    gather(this.origins, units, picked.origins);
    return picked;
  }

  at(unit: number): Trajectory {
    const { columns, count, origins } = this;
    const terms = new Array<number>(count - 1);
    for (let m = 1; m < count; m++) terms[m - 1] = columns[m][unit];
    return { origin: origins[unit], constant: columns[0][unit], terms };
  }

  /** One of them is zero for ever. */
  isZero(unit: number): boolean {
    for (let m = 0; m < this.count; m++) if (this.columns[m][unit] !== 0) return false;
    return true;
  }

  /** Where one of them is at a time; at infinity, where it goes. @param skipped so many terms are left out, the first ones */
  valueAt(unit: number, time: number, skipped = 0): number {
    const { columns, count, origins } = this;
    let value = columns[0][unit];
    const s = time - origins[unit];
    if (count <= skipped + 1) return value;
    if (s === 0) return value + columns[skipped + 1][unit];
    let basis = Math.exp(-s);
    if (basis === 0) return value;
    for (let m = 1; m < count - skipped; m++) {
      value += columns[m + skipped][unit] * basis;
      basis *= s / m;
    }
    return value;
  }

  /** All of them told from a time on: as they stand where they are so, else a copy that holds until the next is asked for. */
  from(time: number): FutureColumns {
    if (this.count === 1 || areAll(this.origins, time)) return this;
    this.later ??= new FutureColumns(this.size);
    const { later, count, columns, origins } = this;
    later.clear();
    later.extend(count);
    let [before, left] = [0, 1];
    for (let unit = 0; unit < origins.length; unit++) {
      const wait = time - origins[unit];
      if (wait !== before) left = Math.exp(-wait);
      before = wait;
      later.columns[0][unit] = columns[0][unit];
      for (let m = 1; m < count; m++) later.columns[m][unit] = termAfter(columns, count, unit, m, wait, left);
    }
    later.origins.fill(time);
    return later;
  }

  /** sums[m] += weight * what one of them is, told `wait` later than it is: its constant, and its terms. */
  addTo(sums: Float64Array, unit: number, wait: number, weight: number): void {
    const { columns, count } = this;
    sums[0] += weight * columns[0][unit];
    if (count === 1) return;
    const left = Math.exp(-wait);
    for (let m = 1; m < count; m++) sums[m] += weight * termAfter(columns, count, unit, m, wait, left);
  }

  /** There is room for so many, at least; new ones are zero. */
  widen(size: number): void {
    if (size <= this.size) return;
    const wider = (column: Float64Array) => {
      const all = new Float64Array(size);
      all.set(column);
      return all;
    };
    this.told = this.told && wider(this.told);
    for (const [m, column] of this.columns.entries()) this.columns[m] = wider(column);
    this.later = undefined;
  }

  state(): FutureColumnsState {
    const { origins, columns, count } = this;
    return { origins: origins.slice(), columns: columns.slice(0, count).map((column) => column.slice()) };
  }

  /** Of no more than there is room for. */
  restore({ origins, columns }: FutureColumnsState): void {
    this.clear();
    this.extend(columns.length);
    this.origins.set(origins);
    for (const [m, column] of columns.entries()) this.columns[m].set(column);
  }

  private putColumns(units: Int32Array, values: readonly Float64Array[], given: number): void {
    this.extend(given);
    for (let m = 0; m < this.count; m++) {
      const column = this.columns[m];
      if (m >= given) for (let i = 0; i < units.length; i++) column[units[i]] = 0;
      else scatter(values[m], units, column);
    }
  }
}

const columnsOf = (values: Futures, size: number): readonly Float64Array[] =>
  typeof values === 'number' ? [new Float64Array(size).fill(values)] : values;

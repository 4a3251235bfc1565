import type { z } from 'zod';
import { FutureColumns, type FutureColumnsState, type Futures } from '../../math/future-columns.js';
import { areAll, gather } from '../../math/terms.js';

/** What has been foretold to synapses; by synapse which of that came last, where each hears its own. */
export interface FutureSourceState {
  readonly futures: FutureColumnsState;
  readonly numbers?: Uint32Array | undefined;
}

/** Synapses that bring to an inlet where those who speak will be with a value. */
export interface FutureSource {
  /** How many columns it takes: a constant, and terms. */
  readonly count: number;
  /** A phase begins: what was said stands until anything is foretold. @param origin from when that is told */
  begin(origin: number): void;
  /** A phase is over: what was foretold is no more, and what of it is under way never arrives. */
  end(): void;
  /** What has been foretold so far: a state of it, and what that has to be. */
  readonly schema: z.ZodType<FutureSourceState>;
  state(): FutureSourceState;
  restore(state: FutureSourceState): void;
  /** Adds to the sum of each neuron, told from `now` on. */
  addTo(sums: FutureColumns, now: number): void;
  /** The same for one neuron. @param sums its constant and terms */
  addAt(unit: number, now: number, sums: Float64Array): void;
}

/** A population of which so many ask at once has the sums of all taken. */
const many = 1 / 4;

/** Sums of weight * where what was last said will be, at an inlet: what comes from each population is summed by itself. */
export class FutureSums {
  private readonly sums: FutureColumns;
  /** What further populations bring. */
  private more: FutureColumns | undefined;
  /** What one brings to one neuron. */
  private part = new Float64Array(1);

  /** Sums go over sources in this order. */
  constructor(
    readonly sources: readonly FutureSource[],
    size: number,
  ) {
    this.sums = new FutureColumns(size);
  }

  /** Some neurons ask: what has arrived by now, told from now on. */
  take(units: Int32Array, now: number): void {
    const { sums, sources } = this;
    let count = 1;
    for (let i = 0; i < sources.length; i++) count = Math.max(count, sources[i].count);
    if (units.length >= sums.size * many) this.takeAll(count, now);
    else for (let i = 0; i < units.length; i++) this.takeAt(units[i], count, now);
  }

  /** Of those who have asked, in this order. */
  of(units: Int32Array): Futures {
    return valuesOf(this.sums, units);
  }

  private takeAll(count: number, now: number): void {
    const { sums, sources } = this;
    sums.clear();
    sums.extend(count);
    for (let i = 0; i < sources.length; i++) {
      if (i === 0) sources[i].addTo(sums, now);
      else this.add(sources[i], count, now);
    }
  }

  private add(source: FutureSource, count: number, now: number): void {
    const { sums } = this;
    this.more ??= new FutureColumns(sums.size);
    const { more } = this;
    more.clear();
    more.extend(count);
    source.addTo(more, now);
    for (let m = 0; m < count; m++) {
      const [sum, part] = [sums.columns[m], more.columns[m]];
      for (let unit = 0; unit < sum.length; unit++) sum[unit] += part[unit];
    }
  }

  private takeAt(unit: number, count: number, now: number): void {
    const { sums, sources } = this;
    sums.extend(count);
    if (this.part.length < sums.count) this.part = new Float64Array(sums.count);
    const { part } = this;
    for (let m = 0; m < sums.count; m++) sums.columns[m][unit] = 0;
    for (let i = 0; i < sources.length; i++) {
      part.fill(0);
      sources[i].addAt(unit, now, part);
      for (let m = 0; m < sums.count; m++) sums.columns[m][unit] += part[m];
    }
  }
}

/** Futures of some neurons, in this order; of all of them in theirs the columns as they stand, which will be written again. */
export function valuesOf({ columns, count }: FutureColumns, units: Int32Array): readonly Float64Array[] {
  const values: Float64Array[] = [];
  for (let m = 0; m < count; m++) values.push(someOf(columns[m], units));
  return values;
}

/** The numbers of some neurons, in this order; of all of them, which are in theirs, the column as it stands. */
export function someOf(column: Float64Array, units: Int32Array): Float64Array {
  if (units.length === column.length) return column;
  const some = new Float64Array(units.length);
  gather(column, units, some);
  return some;
}

/** Some neurons have these futures now, in this order; all of them, in theirs. */
export function putInto(futures: FutureColumns, units: Int32Array, values: Futures, now: number): void {
  if (units.length === futures.size) futures.putAll(values, now);
  else futures.put(units, values, now);
}

/** Where some neurons are at a time, in this order; all of them, in theirs. */
export function valuesAt(futures: FutureColumns, units: Int32Array, time: number): Float64Array {
  if (units.length === futures.size) return allAt(futures, time);
  const { columns, count, origins } = futures;
  const told = origins[units[0]];
  for (let i = 1; i < units.length; i++)
    if (origins[units[i]] !== told) return Float64Array.from(units, (unit) => futures.valueAt(unit, time));
  const values = new Float64Array(units.length);
  gather(columns[0], units, values);
  let basis = Math.exp(told - time);
  for (let m = 1; m < count && basis !== 0; m++) {
    const column = columns[m];
    for (let i = 0; i < units.length; i++) values[i] += column[units[i]] * basis;
    basis *= (time - told) / m;
  }
  return values;
}

function allAt(futures: FutureColumns, time: number): Float64Array {
  const { columns, count, origins } = futures;
  const [told] = origins;
  if (!areAll(origins, told)) return origins.map((_, unit) => futures.valueAt(unit, time));
  const values = columns[0].slice();
  let basis = Math.exp(told - time);
  for (let m = 1; m < count && basis !== 0; m++) {
    const column = columns[m];
    for (let unit = 0; unit < values.length; unit++) values[unit] += column[unit] * basis;
    basis *= (time - told) / m;
  }
  return values;
}

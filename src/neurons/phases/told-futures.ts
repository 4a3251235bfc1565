import { type Trajectory, toldFrom, valueAt } from '../../math/trajectory.js';
import type { Future } from './trajectory-arithmetic.js';

/** A future at a time. */
export const atTime = (future: Future, time: number): number =>
  typeof future === 'number' ? future : valueAt(future, time);

/** As one that is told: of what stays, from a time on. */
export const futureOf = (future: Future, origin: number): Trajectory =>
  typeof future === 'number' ? { origin, constant: future, terms: [] } : future;

/** Where each neuron of a population said last that a value will be, each from a time of its own on. */
export class ToldFutures {
  private readonly futures: (Trajectory | undefined)[];
  private columns: readonly Float64Array[] = [];
  /** From when the columns are told; NaN: they hold no longer. */
  private time = Number.NaN;

  /** @param values what was last said as a number, of those who have told no future */
  constructor(private readonly values: Float64Array) {
    this.futures = new Array<undefined>(values.length).fill(undefined);
  }

  put(unit: number, future: Trajectory): void {
    this.futures[unit] = future;
    this.time = Number.NaN;
  }

  /** What a neuron said last, as it is at a time. */
  valueAt(unit: number, time: number): number {
    return atTime(this.futures[unit] ?? this.values[unit], time);
  }

  /** All of them told from a time on: a column of constants, and one for each term. */
  columnsFrom(time: number): readonly Float64Array[] {
    if (time !== this.time) this.columns = this.lay(time);
    this.time = time;
    return this.columns;
  }

  /** As it was told, whenever. */
  at(unit: number): Trajectory {
    return this.futures[unit]!;
  }

  state(): readonly (Trajectory | undefined)[] {
    return [...this.futures];
  }

  restore(futures: readonly (Trajectory | undefined)[]): void {
    for (const [unit, future] of futures.entries()) this.futures[unit] = future;
    this.time = Number.NaN;
  }

  private lay(time: number): readonly Float64Array[] {
    const { futures, values } = this;
    let degree = 0;
    for (const future of futures) degree = Math.max(degree, future?.terms.length ?? 0);
    const columns = Array.from({ length: degree + 1 }, () => new Float64Array(values.length));
    for (let unit = 0; unit < values.length; unit++) {
      const future = futures[unit];
      columns[0][unit] = future?.constant ?? values[unit];
      if (!future) continue;
      const { terms } = toldFrom(future, time);
      for (let m = 0; m < terms.length; m++) columns[m + 1][unit] = terms[m];
    }
    return columns;
  }
}

/** Synapses that bring where values will be. */
export interface ToldSource {
  readonly said: Pick<ToldFutures, 'columnsFrom'>;
  /** Adds to the sum of each neuron what its synapses make of a column of what the others say. */
  weigh(said: Float64Array, sums: Float64Array): void;
}

/** Sums of weight * where what was last said will be, at an inlet: taken when they are first asked for. */
export class ToldSums {
  private readonly sums: Float64Array[] = [];
  private readonly part: Float64Array;
  private degree = 0;
  private time = Number.NaN;

  constructor(
    private readonly sources: readonly ToldSource[],
    private readonly size: number,
  ) {
    this.part = new Float64Array(size);
  }

  at(unit: number, time: number): Future {
    if (time !== this.time) this.collect(time);
    const terms = new Array<number>(this.degree);
    for (let m = 0; m < terms.length; m++) terms[m] = this.sums[m + 1][unit];
    return { origin: time, constant: this.sums[0][unit], terms };
  }

  /** Something has arrived. */
  expire(): void {
    this.time = Number.NaN;
  }

  private collect(time: number): void {
    const { sums, sources, part } = this;
    for (const column of sums) column.fill(0);
    this.degree = 0;
    for (const { said, weigh } of sources) {
      const columns = said.columnsFrom(time);
      while (sums.length < columns.length) sums.push(new Float64Array(this.size));
      this.degree = Math.max(this.degree, columns.length - 1);
      for (const [m, column] of columns.entries()) {
        part.fill(0);
        weigh(column, part);
        for (let unit = 0; unit < part.length; unit++) sums[m][unit] += part[unit];
      }
    }
    if (sums.length === 0) sums.push(new Float64Array(this.size));
    this.time = time;
  }
}

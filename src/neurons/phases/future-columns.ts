import type { Trajectory } from '../../math/trajectory.js';
import type { Future } from './trajectory-arithmetic.js';

const none: readonly number[] = [];

/** Where each neuron of a population will be with a value: a column of constants, and one for each term. */
export class FutureColumns {
  readonly columns: Float64Array[];

  constructor(private readonly size: number) {
    this.columns = [new Float64Array(size)];
  }

  put(unit: number, future: Future): void {
    const { columns } = this;
    const { constant, terms } = typeof future === 'number' ? { constant: future, terms: none } : future;
    this.extend(terms.length + 1);
    columns[0][unit] = constant;
    for (let m = 1; m < columns.length; m++) columns[m][unit] = terms[m - 1] ?? 0;
  }

  /** As it stands in the columns, told from a time on. */
  at(unit: number, origin: number): Trajectory {
    const { columns } = this;
    const terms = new Array<number>(columns.length - 1);
    for (let m = 0; m < terms.length; m++) terms[m] = columns[m + 1][unit];
    return { origin, constant: columns[0][unit], terms };
  }

  /** So many columns, at least; new ones are zero. */
  extend(count: number): void {
    while (this.columns.length < count) this.columns.push(new Float64Array(this.size));
  }

  clear(): void {
    this.columns.length = 1;
    this.columns[0].fill(0);
  }
}

/** Synapses that bring what a population says. */
export interface Source {
  readonly said: Pick<FutureColumns, 'columns'>;
  /** Adds to the sum of each neuron what its synapses make of a column of what the others say. */
  weigh(said: Float64Array, sums: Float64Array): void;
}

/** Sums of weight * where what was last said will be, at an inlet: taken when they are first asked for. */
export class FutureSums {
  private readonly sums: FutureColumns;
  private stale = true;

  constructor(
    private readonly sources: readonly Source[],
    size: number,
  ) {
    this.sums = new FutureColumns(size);
  }

  at(unit: number, origin: number): Trajectory {
    if (this.stale) this.collect();
    return this.sums.at(unit, origin);
  }

  /** Something has arrived. */
  expire(): void {
    this.stale = true;
  }

  private collect(): void {
    const { sums, sources } = this;
    sums.clear();
    for (const { said, weigh } of sources) {
      sums.extend(said.columns.length);
      for (const [m, column] of said.columns.entries()) weigh(column, sums.columns[m]);
    }
    this.stale = false;
  }
}

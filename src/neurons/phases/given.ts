import { put } from './column.js';

/** What neurons are given from outside, zeros else: a column that is made when it is first asked for, for few have any. */
export class Given {
  private column: Float64Array | undefined;

  constructor(private readonly size: number) {}

  get values(): Float64Array {
    this.column ??= new Float64Array(this.size);
    return this.column;
  }

  /** All of it; zeros where nothing is given. */
  put(values: ArrayLike<number> | undefined): void {
    if (values || this.column) put(this.values, values);
  }
}

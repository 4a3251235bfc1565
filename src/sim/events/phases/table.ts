import type { Activities } from '../../simulator.js';

/** Up to so many numbers are copied faster one by one. */
const few = 32;

/** Columns of several samples, a row each: [samples, units] by name. */
export class Table {
  private readonly columns = new Map<
    string,
    { readonly shape: [number, number]; readonly data: Float64Array }
  >();

  constructor(private readonly samples: number) {}

  put(row: number, name: string, column: Float64Array): void {
    let values = this.columns.get(name);
    if (!values) {
      values = { shape: [this.samples, column.length], data: new Float64Array(this.samples * column.length) };
      this.columns.set(name, values);
    }
    const { data } = values;
    const from = row * column.length;
    if (column.length > few) data.set(column, from);
    else for (let i = 0; i < column.length; i++) data[from + i] = column[i];
  }

  /** Of all samples. */
  column(name: string): Float64Array {
    return this.columns.get(name)!.data;
  }

  get values(): Activities {
    return Object.fromEntries(this.columns);
  }
}

import type { Activities } from '../../simulator.js';

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
    values.data.set(column, row * column.length);
  }

  get values(): Activities {
    return Object.fromEntries(this.columns);
  }
}

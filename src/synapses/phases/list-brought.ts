import { addEntries, weighEntries, weighList } from '../../math/lists.js';
import type { Line } from './line.js';
import type { ListProjection } from './projection.js';

/** What each synapse of a list last brought, weighed, in the order of the list: a column for each key that is used. */
export class ListBrought {
  /** By key, made when it is first heard. */
  private readonly columns: (Float64Array | undefined)[];

  constructor(
    private readonly projection: ListProjection,
    private readonly line: Line,
  ) {
    this.columns = new Array<Float64Array | undefined>(projection.carries ? line.keys.length : 0);
  }

  clear(): void {
    for (const column of this.columns) column?.fill(0);
  }

  state(): Float64Array[] {
    const { count } = this.projection.pattern;
    return Array.from(this.columns, (column) => column?.slice() ?? new Float64Array(count));
  }

  restore(columns: readonly Float64Array[]): void {
    for (const [key, column] of columns.entries()) this.column(key).set(column);
  }

  /** Synapses of some axons weigh what they have all heard alike. */
  weighFrom(key: number, speakers: Int32Array): void {
    const { pattern } = this.projection;
    if (speakers.length === pattern.pres) {
      this.weighEach(key);
      return;
    }
    const { values } = this.projection.weights;
    const said = this.line.said[key];
    const brought = this.column(key);
    const { starts, places, numbers } = pattern.turned;
    for (let i = 0; i < speakers.length; i++) {
      const value = said[speakers[i]];
      const end = starts[speakers[i] + 1];
      for (let k = starts[speakers[i]]; k < end; k++) brought[numbers[k]] = values[places[k]] * value;
    }
  }

  /** One weighs what it has heard by itself. */
  weighOne(key: number, k: number): void {
    const { pattern, weights } = this.projection;
    this.column(key)[k] = weights.values[pattern.places[k]] * this.line.said[key][k];
  }

  /** All weigh what each has heard. */
  weighEach(key: number): void {
    const { pattern, weights } = this.projection;
    const weigh = this.line.bySynapse ? weighEntries : weighList;
    weigh(weights.values, pattern, this.line.said[key], this.column(key));
  }

  /** Those at the end of a neuron weigh anew what they have heard, if they have heard anything. */
  weighInto(key: number, post: number): void {
    const column = this.columns[key];
    if (!column) return;
    const { pattern, weights } = this.projection;
    const { starts, from, places } = pattern;
    const said = this.line.said[key];
    for (let k = starts[post]; k < starts[post + 1]; k++)
      column[k] = weights.values[places[k]] * said[this.line.bySynapse ? k : from[k]];
  }

  addTo(key: number, sums: Float64Array): void {
    const brought = this.columns[key];
    if (brought) addEntries(brought, this.projection.pattern, sums);
  }

  sumAt(key: number, post: number): number {
    const brought = this.columns[key];
    if (!brought) return 0;
    const { starts } = this.projection.pattern;
    let sum = 0;
    for (let k = starts[post]; k < starts[post + 1]; k++) sum += brought[k];
    return sum;
  }

  private column(key: number): Float64Array {
    this.columns[key] ??= new Float64Array(this.projection.pattern.count);
    return this.columns[key];
  }
}

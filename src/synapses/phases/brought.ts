import { addColumnSums, addRowSums, weighColumns, weighRows } from '../../math/blocks.js';
import type { Line } from './line.js';
import type { BlockProjection } from './projection.js';
import { Spans } from './spans.js';
import { weighAll, weighPlaces } from './weigh-places.js';

/** What each synapse of a projection last brought, weighed: a column for each key that is used. */
export class Brought {
  /** By key, made when it is first heard. */
  readonly columns: (Float64Array | undefined)[];
  private readonly size: number;
  private readonly weights: Float64Array;
  /** Those of a neuron stand side by side, those of an axon otherwise: as weights do, unless each hears its own. */
  private readonly byNeuron: boolean;
  /** By key, where each hears its own: sums of neurons at which one arrives after the other. */
  readonly spans: (Spans | undefined)[] = [];

  constructor(
    private readonly projection: BlockProjection,
    private readonly line: Line,
  ) {
    const { from, to, carries, fromStride } = projection;
    this.size = from.size * to.size;
    this.weights = projection.weights.values;
    this.byNeuron = fromStride === 1 || line.spread > 0;
    this.columns = new Array<Float64Array | undefined>(carries ? line.keys.length : 0);
  }

  clear(): void {
    for (const column of this.columns) column?.fill(0);
    for (const spans of this.spans) spans?.markAll();
  }

  state(): Float64Array[] {
    return Array.from(this.columns, (column) => column?.slice() ?? new Float64Array(this.size));
  }

  restore(columns: readonly Float64Array[]): void {
    for (const [key, column] of columns.entries()) this.column(key).set(column);
    for (const spans of this.spans) spans?.markAll();
  }

  weighOne(key: number, pre: number, post: number): void {
    const { line, weights, projection } = this;
    const { offset, toStride, fromStride } = projection;
    const brought = this.columns[key] ?? this.column(key);
    const weight = weights[offset + post * toStride + pre * fromStride];
    brought[this.place(pre, post)] = weight * line.said[key][pre + post * line.spread];
    this.spans[key]?.mark(post, pre);
  }

  /** Synapses of some axons weigh what they have all heard alike. */
  weighFrom(key: number, speakers: Int32Array): void {
    const { projection, weights, line, byNeuron } = this;
    const { to, offset, toStride, fromStride } = projection;
    const block = { offset, stride: byNeuron ? toStride : fromStride };
    const weigh = byNeuron ? weighRows : weighColumns;
    weigh(weights, block, line.said[key], speakers, to.size, this.column(key));
  }

  /** Many synapses weigh what each has heard. */
  weighAt(key: number, places: Int32Array, speaks: Uint8Array | undefined): void {
    const brought = this.column(key);
    this.spans[key]?.markAll();
    weighPlaces(this.projection, this.line.said[key], { places, speaks }, brought);
  }

  /** All weigh what each has heard. */
  weighEach(key: number): void {
    const brought = this.column(key);
    this.spans[key]?.markAll();
    weighAll(this.projection, this.line.said[key], brought);
  }

  addTo(key: number, sums: Float64Array): void {
    const [brought, spans] = [this.columns[key], this.spans[key]];
    if (!brought) return;
    if (spans) for (let post = 0; post < sums.length; post++) sums[post] += spans.at(post, brought);
    else (this.byNeuron ? addRowSums : addColumnSums)(brought, sums);
  }

  sumAt(key: number, post: number): number {
    const [brought, spans] = [this.columns[key], this.spans[key]];
    if (!brought) return 0;
    if (spans) return spans.at(post, brought);
    const { from, to } = this.projection;
    const step = this.byNeuron ? 1 : to.size;
    let sum = 0;
    for (let pre = 0, k = this.place(0, post); pre < from.size; pre++, k += step) sum += brought[k];
    return sum;
  }

  /** Made when it is first asked for. */
  column(key: number): Float64Array {
    const known = this.columns[key];
    if (known) return known;
    const { from, to } = this.projection;
    if (this.line.spread > 0) this.spans[key] = new Spans(to.size, from.size);
    const column = new Float64Array(this.size);
    this.columns[key] = column;
    return column;
  }

  private place(pre: number, post: number): number {
    const { from, to } = this.projection;
    return this.byNeuron ? post * from.size + pre : pre * to.size + post;
  }
}

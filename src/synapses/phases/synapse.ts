import { addColumnSums, addRowSums, weighColumns, weighRows } from '../../math/blocks.js';
import type { Contribution, Inlet } from '../../neurons/phases/inlet.js';
import { Dendrites } from './dendrites.js';
import type { Line, Single } from './line.js';
import type { Grain, Projection, Synapses, SynapsesState } from './projection.js';
import { Spans } from './spans.js';
import { weighPlaces } from './weigh-places.js';

/** Each synapse by itself. */
export const synapseGrain: Grain = { wire: (projection, line) => new SynapseTable(projection, line) };

/**
 * The synapses of a projection, each a place in columns: it weighs what it hears when it hears it, with the weight at its
 * place, and leaves that there for its neuron. None knows of another; loops go from one to the next.
 */
export class SynapseTable implements Single, Synapses {
  readonly fan: number;
  /** How many. */
  private readonly size: number;
  private readonly weights: Float64Array;
  private readonly inlets: readonly Inlet[];
  /** By key, made when it is first heard: what each synapse last brought, weighed. */
  private readonly brought: (Float64Array | undefined)[];
  /** By key, 1 where every synapse has heard it, and weighed that by the weights as they are. */
  private readonly current: Uint8Array;
  /** Those of a neuron stand side by side, those of an axon otherwise: as weights do, unless each hears its own. */
  private readonly byNeuron: boolean;
  /** By key, where each hears its own: sums of neurons at which one arrives after the other. */
  private readonly spans: (Spans | undefined)[] = [];

  constructor(
    private readonly projection: Projection,
    private readonly line: Line,
  ) {
    const { from, to, path, carries, shared, fromStride } = projection;
    this.fan = to.size;
    this.inlets = to.inlets[path];
    this.size = from.size * to.size;
    this.weights = projection.weights.values;
    this.byNeuron = fromStride === 1 || line.spread > 0;
    this.brought = new Array<Float64Array | undefined>(carries ? line.keys.length : 0);
    this.current = new Uint8Array(line.keys.length);
    if (carries) for (const [key, inlet] of this.inlets.entries()) inlet.connect(this.contribution(key));
    if (!shared) to.afferents[path].push(new Dendrites(projection, line));
  }

  hear(keys: readonly number[], speakers: Int32Array, changed: Uint8Array): void {
    const { projection, current } = this;
    const { to, from, path } = projection;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      to.inlets[path][key].news = true;
      // Said again, and weighed as before: what arrives is the same.
      if (!changed[key] && current[key]) continue;
      this.weighFrom(key, speakers);
      to.inlets[path][key].expire();
      if (speakers.length === from.size) current[key] = 1;
    }
    to.arrivals.arriveAtAll(speakers.length);
  }

  arrive(keys: readonly number[], pre: number, post: number): void {
    const { projection, inlets } = this;
    for (let k = 0; k < keys.length; k++) {
      this.weighOne(keys[k], pre, post);
      const inlet = inlets[keys[k]];
      inlet.expireAt(post);
      inlet.news = true;
    }
    projection.to.arrivals.arrive(post, 1);
  }

  arriveAtAll(keys: readonly number[], places: Int32Array, speaks: Uint8Array | undefined): void {
    const { to, path, from } = this.projection;
    for (const key of keys) {
      this.weighAt(key, places, speaks);
      to.inlets[path][key].expire();
      to.inlets[path][key].news = true;
    }
    if (to.arrivals.idle) return;
    for (const place of places)
      if (!speaks || speaks[place % from.size]) to.arrivals.arrive(Math.floor(place / from.size), 1);
  }

  foretell(keys: readonly number[], _: Int32Array, firsts: number): void {
    const { to, path } = this.projection;
    to.turns?.hear(firsts, path, keys);
  }

  foretellAt(keys: readonly number[], _: number, post: number, first: boolean): void {
    const { to, path } = this.projection;
    to.turns?.hearAt(post, first ? 1 : 0, path, keys);
  }

  /** A synapse has weighed what it heard when it heard it; what it hears from now on is weighed anew. */
  renew(): void {
    this.current.fill(0);
  }

  clear(): void {
    for (const column of this.brought) column?.fill(0);
    for (const spans of this.spans) spans?.markAll();
    this.current.fill(0);
  }

  state(): SynapsesState {
    const copies = Array.from(this.brought, (column) => column?.slice() ?? new Float64Array(this.size));
    return { kind: 'synapse', brought: copies };
  }

  restore(state: SynapsesState): void {
    if (state.kind !== 'synapse') return;
    for (const [key, column] of state.brought.entries()) this.column(key).set(column);
    for (const spans of this.spans) spans?.markAll();
    this.current.fill(0);
  }

  hearAgain(post?: number): void {
    const { from, to } = this.projection;
    const [first, end] = post === undefined ? [0, to.size] : [post, post + 1];
    for (const [key, column] of this.brought.entries()) {
      // Nothing has been heard.
      if (post !== undefined && !column) continue;
      for (let to = first; to < end; to++)
        for (let pre = 0; pre < from.size; pre++) this.weighOne(key, pre, to);
    }
  }

  private column(key: number): Float64Array {
    const known = this.brought[key];
    if (known) return known;
    const { from, to } = this.projection;
    if (this.line.spread > 0) this.spans[key] = new Spans(to.size, from.size);
    const column = new Float64Array(this.size);
    this.brought[key] = column;
    return column;
  }

  private place(pre: number, post: number): number {
    const { from, to } = this.projection;
    return this.byNeuron ? post * from.size + pre : pre * to.size + post;
  }

  private weighOne(key: number, pre: number, post: number): void {
    const { line, weights, projection } = this;
    const { offset, toStride, fromStride } = projection;
    const brought = this.brought[key] ?? this.column(key);
    const weight = weights[offset + post * toStride + pre * fromStride];
    brought[this.place(pre, post)] = weight * line.said[key][pre + post * line.spread];
    this.spans[key]?.mark(post, pre);
  }

  /** Synapses of some axons weigh what they have all heard alike. */
  private weighFrom(key: number, speakers: Int32Array): void {
    const { projection, weights, line, byNeuron } = this;
    const { to, offset, toStride, fromStride } = projection;
    const block = { offset, stride: byNeuron ? toStride : fromStride };
    (byNeuron ? weighRows : weighColumns)(
      weights,
      block,
      line.said[key],
      speakers,
      to.size,
      this.column(key),
    );
  }

  /** Many synapses weigh what each has heard. */
  private weighAt(key: number, places: Int32Array, speaks: Uint8Array | undefined): void {
    const brought = this.column(key);
    this.spans[key]?.markAll();
    weighPlaces(this.projection, this.line.said[key], { places, speaks }, brought);
  }

  private contribution(key: number): Contribution {
    return {
      addTo: (sums) => {
        const [brought, spans] = [this.brought[key], this.spans[key]];
        if (!brought) return;
        if (spans) for (let post = 0; post < sums.length; post++) sums[post] += spans.at(post, brought);
        else (this.byNeuron ? addRowSums : addColumnSums)(brought, sums);
      },
      at: (post) => {
        const brought = this.brought[key];
        return brought ? this.sumAt(post, brought, this.spans[key]) : 0;
      },
    };
  }

  private sumAt(post: number, brought: Float64Array, spans: Spans | undefined): number {
    if (spans) return spans.at(post, brought);
    const { from, to } = this.projection;
    const step = this.byNeuron ? 1 : to.size;
    let sum = 0;
    for (let pre = 0, k = this.place(0, post); pre < from.size; pre++, k += step) sum += brought[k];
    return sum;
  }
}

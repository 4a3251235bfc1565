import { ruleNumbers } from '../../neurons/phases/arithmetic.js';
import type { Contribution } from '../../neurons/phases/inlet.js';
import type { Afferents, AnyTerm } from '../../neurons/phases/population.js';
import { type Heard, heardFrom } from './heard.js';
import type { Line, Single } from './line.js';
import type { Grain, Projection, Synapses, SynapsesState } from './projection.js';

/** An actor for each synapse. */
export const synapseGrain: Grain = { wire: (projection, line) => new SynapseTable(projection, line) };

/** One synapse: it weighs what it hears, and learns. Its numbers stand in columns, at its own places. */
class Synapse {
  constructor(
    private readonly table: SynapseTable,
    private readonly pre: number,
    private readonly post: number,
  ) {}

  hear(key: number): void {
    const { table, pre, post } = this;
    table.brought[key][table.place(pre, post)] =
      table.weights[table.index(pre, post)] * table.said[key][pre + post * table.spread];
  }

  weigh(said: Float64Array): number {
    const { table, pre, post } = this;
    return table.weights[table.index(pre, post)] * said[pre];
  }

  learn(gradient: Float64Array, { pre: factorOf, own }: AnyTerm, factor: number): void {
    const { table, pre, post } = this;
    const { heard, weights } = table;
    const k = table.index(pre, post);
    heard.place = pre + post * table.spread;
    const product = factor * (factorOf ? factorOf<number>(ruleNumbers, heard.values) : 1);
    gradient[k] += own ? product * own<number>(ruleNumbers, weights[k], table.mateOf(pre, post)) : product;
  }
}

/** The columns of the synapses of a projection, and the synapses: those of a neuron side by side. */
export class SynapseTable implements Single, Synapses {
  readonly fan: number;
  readonly weights: Float64Array;
  readonly said: readonly Float64Array[];
  readonly spread: number;
  readonly heard: Heard;
  /** By key: what each synapse last brought, weighed. */
  readonly brought: readonly Float64Array[];
  private readonly synapses: readonly Synapse[];

  constructor(
    private readonly projection: Projection,
    line: Line,
  ) {
    const { from, to, path, carries, shared } = projection;
    this.fan = to.size;
    this.weights = projection.weights.values;
    this.said = line.said;
    this.spread = line.spread;
    this.heard = heardFrom(line);
    this.brought = carries ? line.keys.map(() => new Float64Array(from.size * to.size)) : [];
    this.synapses = Array.from(
      { length: from.size * to.size },
      (_, place) => new Synapse(this, place % from.size, Math.floor(place / from.size)),
    );
    if (carries) for (const [key, inlet] of to.inlets[path].entries()) inlet.connect(this.contribution(key));
    if (!shared) to.afferents[path].push(this.dendrites());
  }

  /** Of a synapse, among all of the projection. */
  place(pre: number, post: number): number {
    return post * this.projection.from.size + pre;
  }

  /** Of its weight. */
  index(pre: number, post: number): number {
    const { offset, toStride, fromStride } = this.projection;
    return offset + post * toStride + pre * fromStride;
  }

  /** The forward weight beside its own. */
  mateOf(pre: number, post: number): number {
    const { weights, offset, toStride, fromStride } = this.projection.mate;
    return weights.values[offset + post * toStride + pre * fromStride];
  }

  hear(keys: readonly number[], speakers: Int32Array): void {
    const { synapses, projection } = this;
    const { to, path } = projection;
    for (const pre of speakers) {
      for (let post = 0; post < to.size; post++) {
        const synapse = synapses[this.place(pre, post)];
        for (const key of keys) synapse.hear(key);
        to.arrivals.arrive(post, 1);
      }
    }
    for (const key of keys) to.inlets[path][key].expire();
  }

  arrive(keys: readonly number[], pre: number, post: number): void {
    const { to, path } = this.projection;
    const synapse = this.synapses[this.place(pre, post)];
    for (let k = 0; k < keys.length; k++) {
      synapse.hear(keys[k]);
      to.inlets[path][keys[k]].expireAt(post);
    }
    to.arrivals.arrive(post, 1);
  }

  arriveAtAll(keys: readonly number[], places: Int32Array, speaks: Uint8Array | undefined): void {
    const { to, path, from } = this.projection;
    for (const key of keys) {
      this.weighAt(key, places, speaks);
      to.inlets[path][key].expire();
    }
    if (to.arrivals.idle) return;
    for (const place of places)
      if (!speaks || speaks[place % from.size]) to.arrivals.arrive(Math.floor(place / from.size), 1);
  }

  /** Synapses weigh what they have heard: many of them, so in one loop. */
  private weighAt(key: number, places: Int32Array, speaks: Uint8Array | undefined): void {
    const { weights, projection } = this;
    const { from, offset, toStride, fromStride } = projection;
    const [brought, said] = [this.brought[key], this.said[key]];
    const { size } = from;
    let [row, base] = [0, offset];
    for (let i = 0; i < places.length; i++) {
      const place = places[i];
      for (; place >= row + size; row += size) base += toStride;
      const pre = place - row;
      if (speaks === undefined || speaks[pre] === 1)
        brought[place] = weights[base + pre * fromStride] * said[place];
    }
  }

  /** A synapse has weighed what it heard when it heard it. */
  renew(): void {}

  clear(): void {
    for (const column of this.brought) column.fill(0);
  }

  state(): SynapsesState {
    return { kind: 'synapse', brought: this.brought.map((column) => column.slice()) };
  }

  restore(state: SynapsesState): void {
    if (state.kind !== 'synapse') return;
    for (const [key, column] of state.brought.entries()) this.brought[key].set(column);
  }

  hearAgain(): void {
    for (const key of this.brought.keys()) for (const synapse of this.synapses) synapse.hear(key);
  }

  weigh(said: Float64Array, sums: Float64Array): void {
    const { synapses } = this;
    for (let post = 0, place = 0; post < sums.length; post++) {
      let sum = sums[post];
      for (let pre = 0; pre < said.length; pre++) sum += synapses[place++].weigh(said);
      sums[post] = sum;
    }
  }

  private dendrites(): Afferents {
    const { synapses, projection } = this;
    const { from, weights } = projection;
    return {
      fan: from.size,
      learn: (term, factors, units) => {
        const gradient = weights.touch();
        for (const post of units) {
          for (let pre = 0; pre < from.size; pre++)
            synapses[this.place(pre, post)].learn(gradient, term, factors[post]);
        }
      },
    };
  }

  private contribution(key: number): Contribution {
    const brought = this.brought[key];
    const { size } = this.projection.from;
    return {
      addTo: (sums) => {
        for (let post = 0, place = 0; post < sums.length; post++) {
          let sum = sums[post];
          for (let pre = 0; pre < size; pre++) sum += brought[place++];
          sums[post] = sum;
        }
      },
      addAt: (post, before) => {
        let sum = before;
        for (let place = post * size; place < (post + 1) * size; place++) sum += brought[place];
        return sum;
      },
    };
  }
}

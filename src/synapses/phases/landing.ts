import type { Contribution, Inlet } from '../../neurons/phases/inlet.js';
import type { Deliveries } from './deliveries.js';
import type { UnderWay } from './line.js';
import type { BlockProjection } from './projection.js';
import { RowSums } from './row-sums.js';
import type { SynapseTable } from './synapse.js';

/** What the synapses of a line are made of. */
export interface Landed {
  readonly line: Deliveries;
  readonly projection: BlockProjection;
  readonly synapses: SynapseTable;
}

/**
 * What comes through a line to its synapses under one key, in a stretch of time: each message is a number in columns, however many
 * it reaches. All that comes to a neuron is weighed at once, and what its synapses then bring it is known after each.
 */
export class Landing {
  readonly inlet: Inlet;
  /** Which of those to its inlet. */
  readonly contribution: Contribution;
  /** Some message says something under the key. */
  heard = false;
  /** Of each message, who says it; -1 where it says nothing under the key. */
  private pres = new Int32Array(64);
  private values = new Float64Array(64);
  private line = 0;
  private lines = 1;
  private readonly sums: RowSums;
  /** Weights as they are, those of a neuron side by side: from an offset on, every stride. */
  private weights: Float64Array = new Float64Array(0);
  private offset = 0;
  private stride = 0;
  /** Nothing but what keeps a loop that only reads. */
  protected passed = 0;

  constructor(
    private readonly landed: Landed,
    private readonly key: number,
  ) {
    const { to, from, path } = landed.projection;
    this.inlet = to.inlets[path][key];
    this.contribution = landed.synapses.contributions[key];
    this.sums = new RowSums(from.size);
  }

  /** From now on synapses weigh by weights as they are. */
  renew(): void {
    const { weights, offset, toStride, fromStride, from, to } = this.landed.projection;
    const along = fromStride === 1;
    this.weights = along ? weights.values : turned(weights.values, offset, fromStride, to.size, from.size);
    this.offset = along ? offset : 0;
    this.stride = along ? toStride : from.size;
  }

  /** A stretch begins: messages of this line are those numbers that leave `line` when divided by `lines`. */
  open(line: number, lines: number): void {
    this.line = line;
    this.lines = lines;
  }

  /** No message is known. */
  clear(): void {
    this.heard = false;
  }

  /** The d-th message that is under way. @param speaker index among those of the message */
  note(d: number, { keys, speakers, values }: UnderWay, speaker: number): void {
    if (d >= this.pres.length) this.widen(d);
    const k = keys.indexOf(this.key);
    this.pres[d] = k >= 0 ? speakers[speaker] : -1;
    if (k < 0) return;
    this.values[d] = values[k][speaker];
    this.heard = true;
  }

  /** All that comes to a neuron in the stretch is weighed. @param items so many, the numbers of messages */
  begin(post: number, items: Int32Array, count: number): void {
    const { landed, key, sums, lines, pres, values, weights } = this;
    const { brought } = landed.synapses;
    const column = brought.column(key);
    const said = landed.line.columns[key];
    const { size } = landed.projection.from;
    const row = post * size;
    const weigh = this.offset + post * this.stride;
    // Read in order, they come to hand sooner than one here and one there.
    let sum = 0;
    for (let i = 0; i < size; i += 8) sum += said[row + i] + weights[weigh + i];
    this.passed = sum;
    sums.begin(count);
    for (let k = 0; k < count; k++) {
      const d = lines === 1 ? items[k] : this.messageOf(items[k]);
      const pre = d < 0 ? -1 : pres[d];
      if (pre < 0) sums.pass(k);
      else {
        said[row + pre] = values[d];
        sums.put(k, pre, weights[weigh + pre] * values[d]);
      }
    }
    sums.run(column, row, count);
    brought.spans[key]!.put(post, sums.spans);
  }

  /** What they bring to that neuron before the first has come, and after each. */
  get before(): number {
    return this.sums.before;
  }
  get after(): Float64Array {
    return this.sums.after;
  }

  /** @returns -1 of another line */
  private messageOf(item: number): number {
    return item % this.lines === this.line ? (item - this.line) / this.lines : -1;
  }

  private widen(least: number): void {
    const size = 2 * least;
    const [pres, values] = [new Int32Array(size), new Float64Array(size)];
    pres.set(this.pres);
    values.set(this.values);
    this.pres = pres;
    this.values = values;
  }
}

/** Rows of a block side by side: block[post + pre * stride] at post * pres + pre. */
function turned(
  values: Float64Array,
  offset: number,
  stride: number,
  posts: number,
  pres: number,
): Float64Array<ArrayBuffer> {
  const rows = new Float64Array(posts * pres);
  // Some rows at a time: what is read then stays at hand.
  for (let first = 0; first < posts; first += 8) {
    const end = Math.min(first + 8, posts);
    for (let pre = 0; pre < pres; pre++)
      for (let post = first; post < end; post++)
        rows[post * pres + pre] = values[offset + post + pre * stride];
  }
  return rows;
}

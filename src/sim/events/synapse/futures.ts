import { delayed, type Trajectory, TrajectorySum } from '../../../neurons/trajectory.js';

/**
 * Letter boxes for futures, one for each synapse: [senders, neurons]. A box holds the number of the message that came;
 * the messages themselves, the same for all synapses of their sender, stand in columns. (With references instead of
 * numbers, half a million from old objects to new ones, the garbage collector takes longer than the relaxation.)
 */
export class FuturePlaces {
  /** The number of the last message per synapse; 0 before the first. */
  private readonly boxes: Uint32Array;
  /** The messages since `clear`. */
  private readonly futures: (Trajectory | undefined)[] = [undefined];
  private last: Trajectory | undefined;
  private count = 0;
  /** Their constants, and then each of their terms; zeros for number 0. */
  private readonly columns: Float64Array[] = [];
  private degree = 0;
  /** The origin of all messages; NaN when they have several, or there are none. */
  private origin = Number.NaN;

  /**
   * @param weights [senders, neurons]
   * @param lag conduction delay of every synapse, or of each: what comes through it is the sender's future, that much
   * later
   */
  constructor(
    private readonly senders: number,
    private readonly neurons: number,
    private readonly weights: Float64Array,
    private readonly lag: number | Float64Array,
  ) {
    this.boxes = new Uint32Array(senders * neurons);
  }

  /** @returns whether it is the first through synapse `i` */
  deliver(i: number, future: Trajectory): boolean {
    if (this.last !== future) this.take(future);
    const isFirst = this.boxes[i] === 0;
    this.boxes[i] = this.count;
    return isFirst;
  }

  /** The weighed sum of what a neuron was told, from `now` on. */
  sum(neuron: number, now: number): Trajectory {
    const { lag, origin } = this;
    const told = typeof lag === 'number' && origin + lag === now;
    return told ? this.sumOfColumns(neuron, now) : this.sumOfFutures(neuron, now);
  }

  /** Forgets all messages. */
  clear(): void {
    if (this.count === 0) return;
    this.boxes.fill(0);
    this.futures.length = 1;
    this.last = undefined;
    this.count = 0;
    this.degree = 0;
    this.origin = Number.NaN;
  }

  private take(future: Trajectory): void {
    const { terms, origin, constant } = future;
    this.futures.push(future);
    this.last = future;
    this.count++;
    this.degree = Math.max(this.degree, terms.length);
    this.origin = this.count === 1 || origin === this.origin ? origin : Number.NaN;
    while (this.columns.length <= terms.length) this.columns.push(new Float64Array(this.senders + 1));
    if (this.count === this.columns[0].length) this.widen();
    for (const [m, column] of this.columns.entries()) {
      column[this.count] = m === 0 ? constant : m <= terms.length ? terms[m - 1] : 0;
    }
  }

  private widen(): void {
    for (const [m, column] of this.columns.entries()) {
      this.columns[m] = new Float64Array(2 * column.length);
      this.columns[m].set(column);
    }
  }

  private sumOfColumns(neuron: number, now: number): Trajectory {
    const { columns } = this;
    const terms = new Array<number>(this.degree);
    for (let m = 0; m < terms.length; m++) terms[m] = this.sumOf(columns[m + 1], neuron);
    return { origin: now, constant: this.sumOf(columns[0], neuron), terms };
  }

  private sumOf(column: Float64Array, neuron: number): number {
    const { boxes, weights, neurons } = this;
    let sum = 0;
    for (let i = neuron; i < boxes.length; i += neurons) sum += weights[i] * column[boxes[i]];
    return sum;
  }

  private sumOfFutures(neuron: number, now: number): Trajectory {
    const { boxes, futures, weights, neurons, lag } = this;
    const sum = new TrajectorySum(now);
    for (let i = neuron; i < boxes.length; i += neurons) {
      const future = futures[boxes[i]];
      const wait = typeof lag === 'number' ? lag : lag[i];
      if (future !== undefined) sum.add(weights[i], delayed(future, wait));
    }
    // As many terms as any message has, whoever has heard it: the same in every grain.
    while (sum.terms.length < this.degree) sum.terms.push(0);
    return sum;
  }
}

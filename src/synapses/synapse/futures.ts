import { columnDotsOfEach } from '../../math/columns.js';
import { delayed, type Trajectory } from '../../math/trajectory.js';
import { TrajectoryBuffer } from '../../math/trajectory-buffer.js';
import type { Downward } from '../downward.js';

/** The messages since `clear`, and which of them each synapse brought last; which senders have spoken. */
export interface FuturePlacesState {
  readonly boxes: Uint32Array;
  readonly heard: Uint8Array;
  readonly futures: readonly Trajectory[];
}

/**
 * Letter boxes for futures, one for each synapse: [senders, neurons]. A box holds the number of the message that came;
 * the messages themselves, the same for all synapses of their sender, are taken down once and stand in columns. (With
 * references instead of numbers, half a million from old objects to new ones, the garbage collector takes longer than
 * the relaxation.)
 */
export class FuturePlaces {
  /** The number of the last message per synapse; 0 before the first. */
  readonly boxes: Uint32Array;
  /** The messages since `clear`. */
  private readonly futures: (Trajectory | undefined)[] = [undefined];
  /** The number of the last message. */
  count = 0;
  /** Every sender has spoken. */
  complete = false;
  private readonly heard: Uint8Array;
  private sendersHeard = 0;
  /** Their constants, and then each of their terms; zeros for number 0. */
  private readonly columns: Float64Array[] = [];
  private degree = 0;
  /** The origin of all messages; NaN when they have several, or there are none. */
  private origin = Number.NaN;
  /** Weighed sums at all neurons, of constants and terms: [1 + terms][neurons]. */
  private readonly sums: Float64Array[] = [];
  /** How often they have been asked for since the last delivery. */
  private asked = 0;

  /**
   * @param down weights [senders, neurons]
   * @param lags conduction delay of each synapse, where they differ: what comes through it is the sender's future, that
   * much later
   * @param lasting there will be no `clear`: a message takes the place, and the number, of the one before it from the same
   * sender, whose synapses all hear it at once
   */
  constructor(
    private readonly senders: number,
    private readonly neurons: number,
    private readonly down: Pick<Downward, 'weights'>,
    private readonly lags: Float64Array | undefined,
    private readonly lasting = false,
  ) {
    this.boxes = new Uint32Array(senders * neurons);
    this.heard = new Uint8Array(senders);
  }

  /** Takes down what a sender says, before its synapses hear of it. */
  take(sender: number, future: Trajectory): void {
    if (this.lasting) this.replace(sender, future);
    else this.note(future);
    if (this.heard[sender] === 1) return;
    this.heard[sender] = 1;
    this.complete = ++this.sendersHeard === this.senders;
  }

  /** The message that came last through synapse `i`. */
  last(i: number): Trajectory | undefined {
    return this.futures[this.boxes[i]];
  }

  state(): FuturePlacesState {
    return {
      boxes: this.boxes.slice(),
      heard: this.heard.slice(),
      futures: this.futures.slice(1) as Trajectory[],
    };
  }

  restore({ boxes, heard, futures }: FuturePlacesState): void {
    this.clear();
    for (const future of futures) this.note(future);
    this.boxes.set(boxes);
    this.heard.set(heard);
    this.sendersHeard = heard.reduce((sum, one) => sum + one, 0);
    this.complete = this.sendersHeard === this.senders;
  }

  /** The message taken down last comes through synapse `i`. */
  deliver(i: number): void {
    this.boxes[i] = this.count;
  }

  /** Message `number` comes through synapse `i`, others having come since it was taken down. */
  deliverLate(i: number, number: number): void {
    this.boxes[i] = number;
    this.asked = 0;
  }

  /** Something has come through synapse `i`. */
  has(i: number): boolean {
    return this.boxes[i] !== 0;
  }

  /**
   * Adds the weighed sum of what a neuron was told. Where all futures are told from its origin on, the first neuron
   * that asks has its own sum taken; when a second one asks, those of all are taken in one pass.
   */
  addTo(sum: TrajectoryBuffer, neuron: number): void {
    if (this.lags || this.origin !== sum.origin) {
      this.addFutures(sum, neuron);
      return;
    }
    this.asked++;
    if (this.asked === 2) this.takeAll();
    if (this.asked === 1) this.addColumns(sum, neuron);
    else sum.addFrom(this.sums, neuron, this.degree);
  }

  /** Forgets all messages. */
  clear(): void {
    if (this.count === 0) return;
    this.boxes.fill(0);
    this.futures.length = 1;
    this.heard.fill(0);
    this.sendersHeard = 0;
    this.complete = false;
    this.count = 0;
    this.degree = 0;
    this.origin = Number.NaN;
  }

  private note(future: Trajectory): void {
    this.futures.push(future);
    this.count++;
    this.asked = 0;
    this.origin = this.count === 1 || future.origin === this.origin ? future.origin : Number.NaN;
    this.write(future);
  }

  // Messages of several origins, which are summed up one by one: nothing is kept that a change of weights would touch.
  private replace(sender: number, future: Trajectory): void {
    this.count = sender + 1;
    while (this.futures.length <= this.count) this.futures.push(undefined);
    this.futures[this.count] = future;
    this.degree = Math.max(this.degree, future.terms.length);
  }

  private write({ constant, terms }: Trajectory): void {
    this.degree = Math.max(this.degree, terms.length);
    while (this.columns.length <= terms.length) this.columns.push(new Float64Array(this.capacity()));
    if (this.count === this.capacity()) this.widen();
    for (let m = 0; m < this.columns.length; m++) {
      this.columns[m][this.count] = m === 0 ? constant : m <= terms.length ? terms[m - 1] : 0;
    }
  }

  private capacity(): number {
    return this.columns.length === 0 ? this.senders + 1 : this.columns[0].length;
  }

  private widen(): void {
    for (const [m, column] of this.columns.entries()) {
      this.columns[m] = new Float64Array(2 * column.length);
      this.columns[m].set(column);
    }
  }

  private addColumns(sum: TrajectoryBuffer, neuron: number): void {
    const { columns } = this;
    sum.extend(this.degree);
    sum.constant += this.sumOf(columns[0], neuron);
    for (let m = 0; m < this.degree; m++) sum.coefficients[m] += this.sumOf(columns[m + 1], neuron);
  }

  private sumOf(column: Float64Array, neuron: number): number {
    const { boxes, neurons } = this;
    const { weights } = this.down;
    let sum = 0;
    for (let i = neuron; i < boxes.length; i += neurons) sum += weights[i] * column[boxes[i]];
    return sum;
  }

  private takeAll(): void {
    const numbers = this.numbers();
    while (this.sums.length <= this.degree) this.sums.push(new Float64Array(this.neurons));
    if (numbers) this.takeRows(numbers);
    else for (let m = 0; m <= this.degree; m++) this.takeBoxes(this.columns[m], this.sums[m]);
  }

  // The message of each sender, if all of its synapses have brought the same one.
  private numbers(): Uint32Array | undefined {
    const { boxes, neurons } = this;
    const numbers = new Uint32Array(this.senders);
    for (let sender = 0, i = 0; sender < numbers.length; sender++) {
      const number = boxes[i];
      for (const end = i + neurons; i < end; i++) if (boxes[i] !== number) return undefined;
      numbers[sender] = number;
    }
    return numbers;
  }

  private takeRows(numbers: Uint32Array): void {
    const { columns, degree, sums } = this;
    const told = Array.from({ length: degree + 1 }, () => new Float64Array(numbers.length));
    const speakers: number[] = [];
    for (let sender = 0; sender < numbers.length; sender++) {
      let silent = true;
      for (let m = 0; m <= degree; m++) {
        const value = columns[m][numbers[sender]];
        told[m][sender] = value;
        if (value !== 0) silent = false;
      }
      if (!silent) speakers.push(sender);
    }
    columnDotsOfEach(speakers, this.down.weights, told, sums, degree + 1);
  }

  private takeBoxes(column: Float64Array, sums: Float64Array): void {
    const { boxes, neurons } = this;
    const { weights } = this.down;
    sums.fill(0);
    for (let row = 0; row < boxes.length; row += neurons) {
      for (let n = 0; n < neurons; n++) sums[n] += weights[row + n] * column[boxes[row + n]];
    }
  }

  private addFutures(total: TrajectoryBuffer, neuron: number): void {
    const { boxes, futures, neurons, lags } = this;
    const { weights } = this.down;
    const sum = new TrajectoryBuffer();
    sum.begin(total.origin);
    for (let i = neuron; i < boxes.length; i += neurons) {
      const future = futures[boxes[i]];
      if (future !== undefined) sum.add(weights[i], lags ? delayed(future, lags[i]) : future);
    }
    // As many terms as the longest message has, whoever has heard it: the same in every grain.
    sum.extend(this.degree);
    total.add(1, sum.told());
  }
}

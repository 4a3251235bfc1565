import { FutureColumns } from '../../math/future-columns.js';
import { after } from '../../math/time.js';
import { delayed, type Trajectory, valueAt } from '../../math/trajectory.js';
import type { FutureSourceState } from '../../neurons/phases/future-sums.js';

/**
 * Where values will be that synapses have heard of, each in its own time: a synapse keeps the number of what came last, and
 * what was said is taken down once for all of them.
 */
export class FutureStore {
  /** By synapse, the number of what came last; 0 before the first. */
  readonly numbers: Uint32Array;
  private readonly futures = new FutureColumns(16);
  private last = 0;

  /** @param lag in tau: what comes through is the sender's future, that much later */
  constructor(
    synapses: number,
    private readonly lag: number | Float64Array,
  ) {
    this.numbers = new Uint32Array(synapses);
  }

  /** How many columns futures take. */
  get count(): number {
    return this.futures.count;
  }

  /** What some say sets out. @returns its numbers */
  takeDown(said: FutureColumns, speakers: Int32Array): Float64Array {
    const { futures } = this;
    return Float64Array.from(speakers, (unit) => {
      this.last++;
      if (this.last === futures.size) futures.widen(2 * futures.size);
      futures.copy(this.last, said, unit);
      return this.last;
    });
  }

  /** It has come through. @param number 0 of a value, which takes its place */
  deliver(place: number, number: number): void {
    this.numbers[place] = number;
  }

  /** What came last through a synapse. */
  at(place: number): Trajectory {
    return delayed(this.futures.at(this.numbers[place]), this.lagOf(place));
  }

  /** Writes where values are at a time, of synapses that have heard of any. */
  look(said: Float64Array, time: number): void {
    const { numbers } = this;
    for (let place = 0; place < said.length; place++)
      if (numbers[place] > 0) said[place] = valueAt(this.at(place), time);
  }

  /** sums[m] += weight * what came last through a synapse, told from a time on. */
  addTo(sums: Float64Array, place: number, now: number, weight: number): void {
    const number = this.numbers[place];
    const { futures } = this;
    const setOut = after(futures.origins[number], this.lagOf(place));
    futures.addTo(sums, number, now - setOut, weight);
  }

  /** How many have been taken down. */
  get taken(): number {
    return this.last;
  }

  state(): FutureSourceState {
    const all = Int32Array.from({ length: this.last + 1 }, (_, number) => number);
    return { futures: this.futures.pick(all).state(), numbers: this.numbers.slice() };
  }

  restore({ futures, numbers }: FutureSourceState): void {
    const { length } = futures.origins;
    this.last = length - 1;
    this.futures.widen(length);
    this.futures.restore(futures);
    this.numbers.set(numbers!);
  }

  private lagOf(place: number): number {
    return typeof this.lag === 'number' ? this.lag : this.lag[place];
  }
}

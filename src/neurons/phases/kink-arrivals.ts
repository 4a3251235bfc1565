import { FutureColumns } from '../../math/future-columns.js';
import type { Trajectory } from '../../math/trajectory.js';
import type { FutureSource } from './future-sums.js';
import type { Arriving } from './kink-view.js';

/** Sums of weight * where what was last said will be, at an inlet: for neurons that ask one at a time, if often many of them. */
export class KinkArrivals implements Arriving {
  private readonly sums: FutureColumns;
  /** Of one neuron. */
  private one = new Float64Array(1);
  private time = Number.NaN;
  /** How many have asked of that time since anything arrived. */
  private asked = 0;

  /** Sums go over sources in this order. */
  constructor(
    readonly sources: readonly FutureSource[],
    size: number,
  ) {
    this.sums = new FutureColumns(size);
  }

  /** A phase begins. */
  begin(origin: number): void {
    for (const source of this.sources) source.begin(origin);
    this.expire();
  }

  /** A phase is over. */
  end(): void {
    for (const source of this.sources) source.end();
  }

  /** Something has arrived. */
  expire(): void {
    this.time = Number.NaN;
  }

  at(unit: number, time: number): Trajectory {
    if (time !== this.time) this.asked = 0;
    this.time = time;
    this.asked++;
    // The first who asks may be the only one; where a second does, all will.
    if (this.asked === 1) return this.alone(unit, time);
    if (this.asked === 2) this.collect(time);
    return this.sums.at(unit);
  }

  private alone(unit: number, time: number): Trajectory {
    const count = this.countColumns();
    if (this.one.length < count) this.one = new Float64Array(count);
    const { one } = this;
    one.fill(0);
    for (const source of this.sources) source.addAt(unit, time, one);
    return { origin: time, constant: one[0], terms: Array.from(one.subarray(1, count)) };
  }

  private collect(time: number): void {
    const { sums, sources } = this;
    sums.clear();
    sums.extend(this.countColumns());
    sums.origins.fill(time);
    for (const source of sources) source.addTo(sums, time);
  }

  private countColumns(): number {
    return this.sources.reduce((most, { count }) => Math.max(most, count), 1);
  }
}

import { z } from 'zod';
import type { FutureColumns } from '../../math/future-columns.js';
import { countsOf } from '../../messages/schemas.js';
import type { FutureSource, FutureSourceState } from '../../neurons/phases/future-sums.js';
import type { Outlet } from '../../neurons/phases/outlet.js';
import type { Apart } from './apart.js';
import type { ListLine } from './list-line.js';
import type { OwnTimes } from './own-times.js';
import type { BlockProjection, ListProjection } from './projection.js';
import { someFutures } from './read-under-way.js';

/** Each synapse has heard its own. */
abstract class OwnFutures implements FutureSource {
  private one = new Float64Array(1);

  constructor(
    protected readonly line: Pick<OwnTimes<Outlet>, 'said' | 'foretold' | 'endFutures'>,
    protected readonly key: number,
  ) {}

  abstract addAt(unit: number, now: number, sums: Float64Array): void;

  get count(): number {
    return this.line.foretold(this.key).count;
  }

  begin(): void {
    this.line.endFutures();
  }

  end(): void {
    this.line.endFutures();
  }

  get schema(): z.ZodType<FutureSourceState> {
    const { length } = this.line.said[this.key];
    return z
      .strictObject({ futures: someFutures, numbers: countsOf(length) })
      .refine(
        ({ futures, numbers }) => numbers.every((one) => one < futures.origins.length),
        'numbers of what was foretold',
      );
  }

  state(): FutureSourceState {
    return this.line.foretold(this.key).state();
  }

  restore(state: FutureSourceState): void {
    this.line.foretold(this.key).restore(state);
  }

  addTo(sums: FutureColumns, now: number): void {
    if (this.one.length < sums.count) this.one = new Float64Array(sums.count);
    const { one } = this;
    for (let unit = 0; unit < sums.size; unit++) {
      for (let m = 0; m < sums.count; m++) one[m] = sums.columns[m][unit];
      this.addAt(unit, now, one);
      for (let m = 0; m < sums.count; m++) sums.columns[m][unit] = one[m];
    }
  }

  /** How synapses, each with its place, add what they bring: of a value, where they have heard of no future. */
  protected adding(now: number, sums: Float64Array): (place: number, weight: number) => void {
    const { line, key } = this;
    const said = line.said[key];
    const futures = line.foretold(key);
    return (place, weight) => {
      if (futures.numbers[place] === 0) sums[0] += weight * said[place];
      else futures.addTo(sums, place, now, weight);
    };
  }
}

export class ApartFutures extends OwnFutures {
  constructor(
    private readonly projection: BlockProjection,
    line: Apart,
    key: number,
  ) {
    super(line, key);
  }

  addAt(unit: number, now: number, sums: Float64Array): void {
    const { weights, offset, toStride, fromStride, from } = this.projection;
    const first = unit * from.size;
    const add = this.adding(now, sums);
    for (let pre = 0, k = offset + unit * toStride; pre < from.size; pre++, k += fromStride)
      add(first + pre, weights.values[k]);
  }
}

export class OwnListFutures extends OwnFutures {
  constructor(
    private readonly projection: ListProjection,
    line: ListLine,
    key: number,
  ) {
    super(line, key);
  }

  addAt(unit: number, now: number, sums: Float64Array): void {
    const { weights, pattern } = this.projection;
    const { starts, places } = pattern;
    const add = this.adding(now, sums);
    for (let k = starts[unit]; k < starts[unit + 1]; k++) add(k, weights.values[places[k]]);
  }
}

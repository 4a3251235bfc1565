import { z } from 'zod';
import { addBlockColumnsOfEach, addBlockRowsOfEach } from '../../math/block-futures.js';
import type { FutureColumns } from '../../math/future-columns.js';
import { addListRows, listRowSum } from '../../math/lists.js';
import type { FutureSource, FutureSourceState } from '../../neurons/phases/future-sums.js';
import type { Apart } from './apart.js';
import type { Late, Line, Whole } from './line.js';
import type { ListLine } from './list-line.js';
import { ApartFutures, OwnListFutures } from './own-futures.js';
import type { BlockProjection, ListProjection, Projection } from './projection.js';
import { futuresOfSize } from './read-under-way.js';

/** What the synapses of a projection make of where those that they hear will be with a value. @param key by index */
export function futuresOf(projection: Projection, line: Whole | Apart | ListLine, key: number): FutureSource {
  if (projection.pattern)
    return 'bySynapse' in line
      ? new OwnListFutures(projection, line as ListLine, key)
      : new ListFutures(projection, line as Whole, key);
  return line.spread === 0
    ? new BlockFutures(projection, line as Whole, key)
    : new ApartFutures(projection, line as Apart, key);
}

const endOf = (line: Line): void => (line as Partial<Late>).endFutures?.();

/** All synapses of an axon have heard the same. */
abstract class WholeFutures implements FutureSource {
  constructor(
    protected readonly line: Whole,
    protected readonly key: number,
  ) {}

  abstract addTo(sums: FutureColumns, now: number): void;
  abstract addAt(unit: number, now: number, sums: Float64Array): void;

  get count(): number {
    return this.line.foretold(this.key).count;
  }

  begin(origin: number): void {
    const { line, key } = this;
    const futures = line.foretold(key);
    futures.clear(line.said[key]);
    futures.origins.fill(origin);
  }

  end(): void {
    endOf(this.line);
  }

  get schema(): z.ZodType<FutureSourceState> {
    return z.strictObject({ futures: futuresOfSize(this.line.said[this.key].length) });
  }

  state(): FutureSourceState {
    return { futures: this.line.foretold(this.key).state() };
  }

  restore({ futures }: FutureSourceState): void {
    this.line.foretold(this.key).restore(futures);
  }
}

class ListFutures extends WholeFutures {
  constructor(
    private readonly projection: ListProjection,
    line: Whole,
    key: number,
  ) {
    super(line, key);
  }

  addTo(sums: FutureColumns, now: number): void {
    const { weights, pattern } = this.projection;
    const { columns, count } = this.line.foretold(this.key).from(now);
    for (let m = 0; m < count; m++) addListRows(weights.values, pattern.rows, columns[m], sums.columns[m]);
  }

  addAt(unit: number, now: number, sums: Float64Array): void {
    const { weights, pattern } = this.projection;
    const { columns, count } = this.line.foretold(this.key).from(now);
    for (let m = 0; m < count; m++) sums[m] += listRowSum(weights.values, pattern.rows, columns[m], unit);
  }
}

class BlockFutures extends WholeFutures {
  constructor(
    private readonly projection: BlockProjection,
    line: Whole,
    key: number,
  ) {
    super(line, key);
  }

  addTo(sums: FutureColumns, now: number): void {
    const { weights, offset, toStride, fromStride } = this.projection;
    const { columns, count } = this.line.foretold(this.key).from(now);
    const byRow = fromStride === 1;
    const block = { offset, stride: byRow ? toStride : fromStride };
    const add = byRow ? addBlockRowsOfEach : addBlockColumnsOfEach;
    add(weights.values, block, columns, sums.columns, count);
  }

  addAt(unit: number, now: number, sums: Float64Array): void {
    const { weights, offset, toStride, fromStride } = this.projection;
    const { values } = weights;
    const { columns, count } = this.line.foretold(this.key).from(now);
    for (let m = 0; m < count; m++) {
      const column = columns[m];
      let sum = sums[m];
      for (let pre = 0, k = offset + unit * toStride; pre < column.length; pre++, k += fromStride)
        sum += values[k] * column[pre];
      sums[m] = sum;
    }
  }
}

const log2 = 5;
/** Numbers in a span. */
export const width = 1 << log2;

/**
 * Sums over rows of a column of which one number after the other changes: spans of 32 numbers are added up in their order, and
 * then the spans; only those in which something has changed anew. A fixed order of additions still, and nothing drifts.
 */
export class Spans {
  private readonly sums: Float64Array;
  private readonly changed: Uint8Array;
  private readonly count: number;

  /** @param size of a row */
  constructor(
    rows: number,
    private readonly size: number,
  ) {
    this.count = Math.ceil(size / width);
    this.sums = new Float64Array(rows * this.count);
    this.changed = new Uint8Array(rows * this.count);
  }

  /** A number has changed. */
  mark(row: number, i: number): void {
    this.changed[row * this.count + (i >> log2)] = 1;
  }

  /** All may have changed. */
  markAll(): void {
    this.changed.fill(1);
  }

  /** The sum of a row. */
  at(row: number, column: Float64Array): number {
    const { sums, changed, count, size } = this;
    const end = (row + 1) * size;
    let sum = 0;
    for (let s = row * count, from = row * size; from < end; s++, from += width) {
      if (changed[s]) {
        changed[s] = 0;
        const to = Math.min(from + width, end);
        let span = 0;
        for (let i = from; i < to; i++) span += column[i];
        sums[s] = span;
      }
      sum += sums[s];
    }
    return sum;
  }
}

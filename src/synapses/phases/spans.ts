const log2 = 5;
/** Numbers in a span. */
export const width = 1 << log2;

/** The span that a number of a row is in. */
export const spanOf = (i: number): number => i >> log2;

/**
 * Sums over rows of a column of which one number after the other changes: spans of 32 numbers are added up in their order, and
 * then the spans; only those in which something has changed anew. A fixed order of additions still, and nothing drifts.
 */
export class Spans {
  private readonly sums: Float64Array;
  private readonly changed: Uint8Array;
  private readonly count: number;
  /** Of the row that is open: the sum of all spans before each; undefined where none is. */
  private readonly before: Float64Array;
  private opened = -1;

  /** @param size of a row */
  constructor(
    rows: number,
    private readonly size: number,
  ) {
    this.count = Math.ceil(size / width);
    this.sums = new Float64Array(rows * this.count);
    this.changed = new Uint8Array(rows * this.count);
    this.before = new Float64Array(this.count + 1);
  }

  /** A number has changed. */
  mark(row: number, i: number): void {
    this.opened = -1;
    this.changed[row * this.count + (i >> log2)] = 1;
  }

  /** All may have changed. */
  markAll(): void {
    this.opened = -1;
    this.changed.fill(1);
  }

  /** The sum of a row. */
  at(row: number, column: Float64Array): number {
    const { sums, changed, count, size } = this;
    if (row === this.opened) return this.before[count];
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

  /** From now on, until anything else is asked of them, the sum of this row follows what is put into its spans. */
  open(row: number, column: Float64Array): void {
    this.opened = -1;
    this.at(row, column);
    this.opened = row;
    this.follow(0);
  }

  /** A span of the row that is open comes to this. @returns the sum of the row */
  put(span: number, sum: number): number {
    this.sums[this.opened * this.count + span] = sum;
    return this.follow(span);
  }

  private follow(first: number): number {
    const { sums, before, count } = this;
    const from = this.opened * count;
    let sum = before[first];
    for (let span = first; span < count; span++) {
      sum += sums[from + span];
      before[span + 1] = sum;
    }
    return sum;
  }
}

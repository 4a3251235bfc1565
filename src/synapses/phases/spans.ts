const [logGroup, logSpan] = [4, 7];
/** Numbers that are added up first, and groups of them that are added up next. */
export const inGroup = 1 << logGroup;
export const inSpan = 1 << logSpan;

/** The group that a number of a row is in. */
export const groupOf = (i: number): number => i >> logGroup;

/** The span that a group is in. */
export const spanOf = (group: number): number => group >> (logSpan - logGroup);

/** The sum of a group: of the numbers from one up to another, 16 at most. */
export function groupSum(column: Float64Array, from: number, to: number): number {
  if (to - from === inGroup) return sumOfSixteen(column, from);
  let sum = 0;
  for (let i = from; i < to; i++) sum += column[i];
  return sum;
}

// One after the other: in a loop counting takes longer than adding.
function sumOfSixteen(c: Float64Array, i: number): number {
  const half = c[i] + c[i + 1] + c[i + 2] + c[i + 3] + c[i + 4] + c[i + 5] + c[i + 6] + c[i + 7];
  return half + c[i + 8] + c[i + 9] + c[i + 10] + c[i + 11] + c[i + 12] + c[i + 13] + c[i + 14] + c[i + 15];
}

/**
 * Sums over rows of a column of which one number after the other changes: groups of 16 numbers are added up in their order, then
 * the groups of a span of 128, and then the spans; only those spans in which something has changed anew. A fixed order of
 * additions still, and nothing drifts.
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
    this.count = Math.ceil(size / inSpan);
    this.sums = new Float64Array(rows * this.count);
    this.changed = new Uint8Array(rows * this.count);
  }

  /** A number has changed. */
  mark(row: number, i: number): void {
    this.changed[row * this.count + (i >> logSpan)] = 1;
  }

  /** All may have changed. */
  markAll(): void {
    this.changed.fill(1);
  }

  /** All spans of a row come to these. */
  put(row: number, sums: Float64Array): void {
    const from = row * this.count;
    for (let s = 0; s < this.count; s++) {
      this.sums[from + s] = sums[s];
      this.changed[from + s] = 0;
    }
  }

  /** The sum of a row. */
  at(row: number, column: Float64Array): number {
    const { sums, changed, count, size } = this;
    const end = (row + 1) * size;
    let sum = 0;
    for (let s = row * count, from = row * size; from < end; s++, from += inSpan) {
      if (changed[s]) {
        changed[s] = 0;
        sums[s] = sumOfSpan(column, from, Math.min(from + inSpan, end));
      }
      sum += sums[s];
    }
    return sum;
  }
}

function sumOfSpan(column: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i += inGroup) sum += groupSum(column, i, Math.min(i + inGroup, to));
  return sum;
}

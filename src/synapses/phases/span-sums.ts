import { spanOf, width } from './spans.js';

/**
 * What spans of a row come to after each of many changes. Four changes to four spans are added up side by side: none waits for
 * another, and each sum is taken in its order.
 */
export class SpanSums {
  /** By change. */
  after = new Float64Array(64);
  private column: Float64Array = new Float64Array(0);
  private row = 0;
  /** Changes that are to be added up. */
  private readonly waiting = new Int32Array(4);
  private readonly spans = new Int32Array(4);
  private count = 0;

  /** @param size of a row */
  constructor(private readonly size: number) {}

  /** A row changes. @param row where it begins @param changes how many at most */
  begin(column: typeof this.column, row: number, changes: number): void {
    if (changes > this.after.length) this.after = new Float64Array(2 * changes);
    this.column = column;
    this.row = row;
    this.count = 0;
  }

  /** The k-th change: a number becomes this. */
  add(k: number, i: number, value: number): void {
    const { waiting, spans, column, row } = this;
    const span = spanOf(i);
    for (let other = 0; other < this.count; other++)
      if (spans[other] === span) {
        this.end();
        break;
      }
    column[row + i] = value;
    waiting[this.count] = k;
    spans[this.count++] = span;
    if (this.count === 4) this.end();
  }

  /** No more changes. */
  end(): void {
    const { waiting, spans, row, after } = this;
    const whole = row + this.size - width;
    const a = row + spans[0] * width;
    const b = row + spans[1] * width;
    const c = row + spans[2] * width;
    const d = row + spans[3] * width;
    if (this.count === 4 && a <= whole && b <= whole && c <= whole && d <= whole) this.addFour(a, b, c, d);
    else for (let k = 0; k < this.count; k++) after[waiting[k]] = this.sum(row + spans[k] * width);
    this.count = 0;
  }

  private addFour(a: number, b: number, c: number, d: number): void {
    const { column, waiting, after } = this;
    let p = 0;
    let q = 0;
    let r = 0;
    let s = 0;
    for (let i = 0; i < width; i++) {
      p += column[a + i];
      q += column[b + i];
      r += column[c + i];
      s += column[d + i];
    }
    after[waiting[0]] = p;
    after[waiting[1]] = q;
    after[waiting[2]] = r;
    after[waiting[3]] = s;
  }

  private sum(from: number): number {
    const { column, row, size } = this;
    const to = Math.min(from + width, row + size);
    let sum = 0;
    for (let i = from; i < to; i++) sum += column[i];
    return sum;
  }
}

/**
 * Keeps rows of numbers in a fixed amount of memory, for plots: all of them while there are few, then every second, every
 * fourth one, and so on, counted from the first. Nothing about it is random.
 */
export class Thinned {
  /** Rows that came, and rows that were kept. */
  seen = 0;
  kept = 0;
  /** Every so many rows one is kept. */
  stride = 1;
  private readonly data: Float64Array;

  /** @param limit rows kept at most, at least 2 @param width numbers in a row */
  constructor(
    private readonly limit: number,
    private readonly width: number,
  ) {
    this.data = new Float64Array(limit * width);
  }

  /** One row more. @param first its first number @param rest the others */
  add(first: number, rest: ArrayLike<number>): void {
    if (this.seen++ % this.stride !== 0) return;
    if (this.kept === this.limit) {
      this.halve();
      if ((this.seen - 1) % this.stride !== 0) return;
    }
    const from = this.kept++ * this.width;
    this.data[from] = first;
    for (let i = 1; i < this.width; i++) this.data[from + i] = rest[i - 1];
  }

  /** Column `i` of the rows that were kept. */
  column(i: number): Float64Array {
    return Float64Array.from({ length: this.kept }, (_, row) => this.data[row * this.width + i]);
  }

  private halve(): void {
    const { width, data } = this;
    const half = Math.ceil(this.kept / 2);
    for (let row = 1; row < half; row++) {
      data.copyWithin(row * width, 2 * row * width, (2 * row + 1) * width);
    }
    this.kept = half;
    this.stride *= 2;
  }
}

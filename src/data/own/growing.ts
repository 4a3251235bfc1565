/** Float32 numbers of which it is not known beforehand how many there will be. */
export class Growing {
  private numbers = new Float32Array(1024);
  private length = 0;

  push(value: number): void {
    if (this.length === this.numbers.length) {
      const larger = new Float32Array(2 * this.length);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length++] = value;
  }

  /** All of them, in an array of that length. */
  take(): Float32Array {
    return this.numbers.slice(0, this.length);
  }
}

/**
 * The sums of all neurons on one side of a block, taken when they are asked for: those of all in one pass over the weights
 * where neurons move together, one alone where they move one at a time. They are taken to go on as they did: of those who
 * ask after some news, the first has the sums of all taken if several asked after the news before; else its own, and the
 * second those of all.
 */
export class Sums {
  private readonly values: Float64Array;
  /** Those of all have been taken since the last news. */
  private taken = false;
  /** How many have asked since then: none, one, or several. */
  private asked: 0 | 1 | 2 = 0;
  /** Several asked after the news before. */
  private together = false;

  constructor(
    neurons: number,
    private readonly one: (neuron: number) => number,
    private readonly all: (out: Float64Array) => void,
  ) {
    this.values = new Float64Array(neurons);
  }

  /** Something new has been heard, or weights have changed. */
  renew(): void {
    if (this.asked === 0) return;
    this.together = this.asked === 2;
    this.asked = 0;
    this.taken = false;
  }

  of(neuron: number): number {
    if (this.taken) this.asked = 2;
    else this.take(neuron);
    // Read from the column in any case: a number that comes from a call as well would be boxed each time.
    return this.values[neuron];
  }

  private take(neuron: number): void {
    const first = this.asked === 0;
    this.asked = first ? 1 : 2;
    this.taken = !first || this.together;
    if (this.taken) this.all(this.values);
    else this.values[neuron] = this.one(neuron);
  }
}

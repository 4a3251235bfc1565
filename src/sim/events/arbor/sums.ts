/**
 * The sums of all neurons on one side of a block, taken when they are asked for. The first neuron that asks after some
 * news has its own sum taken alone; when a second one asks, all are taken in one pass over the weights. Where neurons
 * move one at a time nothing is taken in vain; where they move together it is one matrix product.
 */
export class Sums {
  private readonly values: Float64Array;
  /** How often they have been asked for since the last news. */
  private asked = 0;

  constructor(
    neurons: number,
    private readonly one: (neuron: number) => number,
    private readonly all: (out: Float64Array) => void,
  ) {
    this.values = new Float64Array(neurons);
  }

  /** Something new has been heard, or weights have changed. */
  renew(): void {
    this.asked = 0;
  }

  of(neuron: number): number {
    this.asked++;
    if (this.asked === 1) return this.one(neuron);
    if (this.asked === 2) this.all(this.values);
    return this.values[neuron];
  }
}

/** How the neurons of a node make one number of what each of their ports brings. */
export type PortIntegration = 'product' | 'max';

/**
 * The ports of a population's neurons: port p of neuron u stands at p * size + u of a column. A port at which no synapse ends
 * is none.
 */
export class Ports {
  /** By port of a neuron, 1 where any synapse ends. */
  private readonly taken: Uint8Array;

  constructor(
    readonly integration: PortIntegration,
    readonly count: number,
    readonly size: number,
  ) {
    this.taken = new Uint8Array(count * size);
  }

  /** How many there are in all. */
  get places(): number {
    return this.taken.length;
  }

  /** Synapses end there. @param degrees how many at each */
  take(degrees: Int32Array): void {
    for (let place = 0; place < degrees.length; place++) if (degrees[place] > 0) this.taken[place] = 1;
  }

  /** The ports of some neurons, one port after the other. */
  of(units: Int32Array): Int32Array {
    const { count, size } = this;
    const places = new Int32Array(count * units.length);
    for (let port = 0, k = 0; port < count; port++)
      for (let i = 0; i < units.length; i++) places[k++] = port * size + units[i];
    return places;
  }

  /** The product, or the largest, of what the ports of a neuron bring. */
  at(brought: Float64Array, unit: number): number {
    const { taken, size, integration } = this;
    if (integration === 'max') {
      const winner = this.winner(brought, unit);
      return winner < 0 ? 0 : brought[winner];
    }
    let product = 1;
    for (let place = unit; place < taken.length; place += size)
      if (taken[place] === 1) product *= brought[place];
    return product;
  }

  /** How that changes with what each port of some neurons brings: the product of the others; 1 for the first that is the largest. */
  slopes(brought: Float64Array, units: Int32Array, out: Float64Array): void {
    for (let i = 0; i < units.length; i++)
      if (this.integration === 'max') this.choose(brought, units[i], out);
      else this.leaveOut(brought, units[i], out);
  }

  private winner(brought: Float64Array, unit: number): number {
    const { taken, size } = this;
    let winner = -1;
    for (let place = unit; place < taken.length; place += size)
      if (taken[place] === 1 && (winner < 0 || brought[place] > brought[winner])) winner = place;
    return winner;
  }

  private choose(brought: Float64Array, unit: number, out: Float64Array): void {
    const winner = this.winner(brought, unit);
    for (let place = unit; place < out.length; place += this.size) out[place] = place === winner ? 1 : 0;
  }

  private leaveOut(brought: Float64Array, unit: number, out: Float64Array): void {
    const { taken, size } = this;
    for (let place = unit; place < out.length; place += size) {
      let product = 1;
      for (let other = unit; other < out.length; other += size)
        if (other !== place && taken[other] === 1) product *= brought[other];
      out[place] = product;
    }
  }
}

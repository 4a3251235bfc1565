import { type Trajectory, TrajectorySum } from '../../../neurons/trajectory.js';

/**
 * Letter boxes for futures, one for each synapse: the weight it came through, and a copy of what it says. Copies of
 * numbers: references from so many old objects to new ones cost the garbage collector more than the relaxation takes.
 */
export class FuturePlaces {
  /** Origin of each future; NaN where none was told. */
  private readonly origins: Float64Array;
  private readonly weights: Float64Array;
  /** Constants, and then each term: [1 + terms][places]. */
  private readonly coefficients: Float64Array[] = [];
  /** The most terms told since `clear`, per neuron. */
  private readonly degrees: Uint32Array;

  constructor(
    neurons: number,
    private readonly places: number,
  ) {
    this.origins = new Float64Array(neurons * places).fill(Number.NaN);
    this.weights = new Float64Array(neurons * places);
    this.degrees = new Uint32Array(neurons);
  }

  /** @returns whether it is the first in its place */
  deliver(neuron: number, sender: number, weight: number, future: Trajectory): boolean {
    const { origins, coefficients } = this;
    const { origin, constant, terms } = future;
    const place = neuron * this.places + sender;
    while (coefficients.length <= terms.length) coefficients.push(new Float64Array(origins.length));
    const isNew = Number.isNaN(origins[place]);
    origins[place] = origin;
    this.weights[place] = weight;
    coefficients[0][place] = constant;
    for (let m = 0; m < terms.length; m++) coefficients[m + 1][place] = terms[m];
    if (terms.length > this.degrees[neuron]) this.degrees[neuron] = terms.length;
    return isNew;
  }

  /** The sum of what a neuron was told, from `now` on. */
  sum(neuron: number, now: number): Trajectory {
    const from = neuron * this.places;
    const to = from + this.places;
    const { origins } = this;
    for (let place = from; place < to; place++) {
      if (origins[place] !== now) return this.sumLater(neuron, now);
    }
    const terms = new Array<number>(this.degrees[neuron]);
    for (let m = 0; m < terms.length; m++) terms[m] = this.sumOf(m + 1, from, to);
    return { origin: now, constant: this.sumOf(0, from, to), terms };
  }

  clear(neuron: number): void {
    const from = neuron * this.places;
    const to = from + this.places;
    this.origins.fill(Number.NaN, from, to);
    for (const column of this.coefficients) column.fill(0, from, to);
    this.degrees[neuron] = 0;
  }

  private sumOf(m: number, from: number, to: number): number {
    const column = this.coefficients[m];
    const { weights } = this;
    let sum = 0;
    for (let place = from; place < to; place++) sum += weights[place] * column[place];
    return sum;
  }

  // Some were told earlier, or not at all.
  private sumLater(neuron: number, now: number): Trajectory {
    const sum = new TrajectorySum(now);
    const degree = this.degrees[neuron];
    for (let place = neuron * this.places; place < (neuron + 1) * this.places; place++) {
      const origin = this.origins[place];
      if (Number.isNaN(origin)) continue;
      const terms: number[] = [];
      for (let m = 1; m <= degree; m++) terms.push(this.coefficients[m][place]);
      sum.add(this.weights[place], { origin, constant: this.coefficients[0][place], terms });
    }
    return sum;
  }
}

import type { Inlet } from '../../neurons/phases/inlet.js';
import type { Landing } from './landing.js';

/** The sum of an inlet after each of those that come to a neuron in a stretch of time. */
export class SumAfter {
  /** Of each contribution, where it comes from; undefined where that is on no line of these. */
  private readonly landings: readonly (Landing | undefined)[];
  /** What those bring by which nothing comes. */
  private readonly still: Float64Array;

  constructor(
    readonly inlet: Inlet,
    private readonly all: readonly Landing[],
  ) {
    const { contributions } = inlet;
    this.landings = contributions.map((one) => all.find(({ contribution }) => contribution === one));
    this.still = new Float64Array(contributions.length);
  }

  /** Anything comes to it, in this stretch. */
  get heard(): boolean {
    return this.all.some(({ heard }) => heard);
  }

  /** Landings have begun with a neuron. */
  begin(unit: number): void {
    const { landings, inlet, still } = this;
    for (let i = 0; i < landings.length; i++)
      if (!landings[i]?.heard) still[i] = inlet.contributions[i].at(unit);
  }

  /** After the k-th of all that come to that neuron; before the first where that is -1. */
  after(k: number): number {
    const { landings, still } = this;
    let sum = 0;
    for (let i = 0; i < landings.length; i++) {
      const landing = landings[i];
      if (!landing?.heard) sum += still[i];
      else sum += k < 0 ? landing.before : landing.after[k];
    }
    return sum;
  }

  /** The same of `count` moments. @param ends by moment, how many have come then */
  takeDown(ends: Int32Array, count: number, sums: Float64Array): void {
    const { landings, still } = this;
    sums.fill(0, 0, count);
    for (let i = 0; i < landings.length; i++) {
      const landing = landings[i];
      if (landing?.heard) addAfter(landing.after, ends, count, sums);
      else for (let j = 0; j < count; j++) sums[j] += still[i];
    }
  }
}

function addAfter(after: Float64Array, ends: Int32Array, count: number, sums: Float64Array): void {
  for (let j = 0; j < count; j++) sums[j] += after[ends[j] - 1];
}

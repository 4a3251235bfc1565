import { stepsToCover } from '../../math/time.js';

/** Small numbers by place; as small as they can be. */
export type Classes = Uint8Array | Uint16Array | Int32Array;

/** How many ticks of a clock a message takes to each synapse. */
export class Ticks {
  /** Those that there are, from the fewest on. */
  readonly ticks: Int32Array;
  /** Of each synapse, at post * pres + pre: which of them. */
  readonly late: Classes;
  private turned: Classes | undefined;
  private grouped: Grouped | undefined;

  /** @param lags in tau, by place @param pres neurons that speak @param period of the clock, in tau */
  constructor(
    lags: Float64Array,
    private readonly pres: number,
    readonly period: number,
  ) {
    const late = new Int32Array(lags.length);
    for (let place = 0; place < late.length; place++) late[place] = stepsToCover(lags[place], period);
    this.ticks = Int32Array.from(new Set(late)).sort();
    const index = new Map([...this.ticks].map((ticks, k) => [ticks, k]));
    this.late = classes(this.ticks.length, late.length);
    let [before, known] = [-1, -1];
    for (let place = 0; place < late.length; place++) {
      if (late[place] !== before) {
        before = late[place];
        known = index.get(before)!;
      }
      this.late[place] = known;
    }
  }

  /** The most that there are. */
  get most(): number {
    return this.ticks[this.ticks.length - 1] ?? 0;
  }

  /** Of each synapse, at pre * posts + post. */
  get lateByAxon(): Classes {
    if (!this.turned) {
      const { late, pres, ticks } = this;
      const posts = late.length / pres;
      this.turned = classes(ticks.length, late.length);
      let place = 0;
      for (let post = 0; post < posts; post++)
        for (let pre = 0; pre < pres; pre++) this.turned[pre * posts + post] = late[place++];
    }
    return this.turned;
  }

  /** Places of synapses that are ticks[k] away, those of a neuron side by side. */
  places(k: number): Int32Array {
    this.grouped ??= group(this.late, this.ticks.length);
    const { places, from } = this.grouped;
    return places.subarray(from[k], from[k + 1]);
  }
}

interface Grouped {
  readonly places: Int32Array;
  /** Where those of a class begin. */
  readonly from: Int32Array;
}

function group(late: Classes, count: number): Grouped {
  const from = new Int32Array(count + 1);
  for (let place = 0; place < late.length; place++) from[late[place] + 1]++;
  for (let k = 1; k < from.length; k++) from[k] += from[k - 1];
  const next = from.slice();
  const places = new Int32Array(late.length);
  for (let place = 0; place < late.length; place++) places[next[late[place]]++] = place;
  return { places, from };
}

function classes(count: number, length: number): Classes {
  if (count <= 1 << 8) return new Uint8Array(length);
  return count <= 1 << 16 ? new Uint16Array(length) : new Int32Array(length);
}

/** @returns by unit, 1 of these */
export function maskOf(units: Int32Array, size: number): Uint8Array {
  const mask = new Uint8Array(size);
  for (const unit of units) mask[unit] = 1;
  return mask;
}

import { stepsToCover } from '../../math/time.js';

/** Synapses by the ticks that a message takes to them, those of a neuron side by side. */
export class Volleys {
  /** From the fewest on. */
  readonly ticks: Int32Array;
  /** Places of synapses, at post * pres + pre: those of ticks[k] from `from[k]` up to `from[k + 1]`. */
  readonly places: Int32Array;
  readonly from: Int32Array;

  /** @param lags in tau, by place @param period of the clock, in tau */
  constructor(
    lags: Float64Array,
    readonly period: number,
  ) {
    const late = Int32Array.from(lags, (lag) => stepsToCover(lag, period));
    this.ticks = Int32Array.from(new Set(late)).sort();
    const index = new Map([...this.ticks].map((ticks, k) => [ticks, k]));
    this.from = new Int32Array(this.ticks.length + 1);
    for (const ticks of late) this.from[index.get(ticks)! + 1]++;
    for (let k = 1; k < this.from.length; k++) this.from[k] += this.from[k - 1];
    const next = this.from.slice();
    this.places = new Int32Array(late.length);
    for (const [place, ticks] of late.entries()) this.places[next[index.get(ticks)!]++] = place;
  }
}

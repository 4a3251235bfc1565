import { ByPlace } from '../../../math/by-place.js';
import type { EventQueue } from '../../../messages/queue.js';
import type { Population } from '../../../neurons/phases/population.js';
import type { ThresholdStretch } from '../../../neurons/phases/threshold-stretch.js';
import type { AxonWindow } from '../../../synapses/phases/axon-window.js';
import type { Cause } from './coincidence.js';

/** Neurons that hear what is under way, or speak. */
export interface Hearers {
  readonly population: Population;
  readonly windows: readonly AxonWindow[];
  /** Where they react. */
  readonly stretch: ThresholdStretch | undefined;
}

/** Leads the neurons of a population through a stretch of time, one after the other. */
export class NeuronLead {
  /** When something last happened. */
  lastTime = -Infinity;
  private readonly arrivals: ByPlace;
  /** Lines on which anything is under way. */
  private windows: readonly AxonWindow[] = [];
  /** The neuron that is led, and where what has come to it now stands. */
  private unit = 0;
  private from = 0;
  private to = 0;
  private known: Cause | undefined;

  constructor(
    private readonly queue: EventQueue,
    private readonly hearers: Hearers,
    private readonly number: number,
  ) {
    this.arrivals = new ByPlace(hearers.population.size);
  }

  /** From the time of the first that happens through that of the last that may. @returns how many have arrived */
  lead(first: number, last: number): number {
    const { arrivals } = this;
    const { population, stretch } = this.hearers;
    const windows = this.hearers.windows.filter(({ size }) => size > 0);
    this.windows = windows;
    const among = { lines: windows.length, reads: stretch?.reads };
    arrivals.clear();
    for (let k = 0; k < windows.length; k++) windows[k].gather(last, arrivals, { ...among, line: k });
    arrivals.gather();
    const { starts, items } = arrivals;
    for (let unit = 0; unit < population.size; unit++) {
      const from = starts[unit];
      const to = starts[unit + 1];
      if (from < to) {
        arrivals.sort(unit, first, last);
        for (let k = 0; k < windows.length; k++) windows[k].begin(unit, items, from, to);
      }
      this.leadOne(unit, last);
    }
    return arrivals.size;
  }

  /** What has come to the neuron that goes on. */
  cause(): Cause {
    const { windows, from, to, unit, number } = this;
    const time = this.queue.now();
    if (this.known?.time === time) return this.known;
    const flights = Array.from(this.arrivals.items.subarray(from, to), (item) =>
      windows[item % windows.length].flight(Math.floor(item / windows.length)),
    );
    this.known = { population: number, unit, time, flights, waits: this.hearers.stretch === undefined };
    return this.known;
  }

  private leadOne(unit: number, last: number): void {
    const { queue, windows } = this;
    const { stretch } = this.hearers;
    const { starts, times, items } = this.arrivals;
    const lines = windows.length;
    const from = starts[unit];
    const to = starts[unit + 1];
    this.unit = unit;
    this.known = undefined;
    for (let i = from; ; ) {
      const visit = stretch === undefined ? Infinity : stretch.nextVisit(unit);
      const time = i < to && times[i] < visit ? times[i] : visit;
      if (time > last) break;
      queue.standAt(time);
      if (time > this.lastTime) this.lastTime = time;
      this.from = i;
      for (; i < to && times[i] === time; i++) {
        const line = lines === 1 ? 0 : items[i] % lines;
        windows[line].land(items[i], i - from, unit);
      }
      this.to = i;
      const arrived = i - this.from;
      if (stretch) stretch.meet(unit, time, arrived > 0);
      else this.tell(unit, arrived);
    }
  }

  /** So many messages have come to a neuron that does not react to each. */
  private tell(unit: number, arrived: number): void {
    this.hearers.population.arrivals.arrive(unit, arrived);
    if (this.queue.present.going) this.queue.present.run();
  }
}

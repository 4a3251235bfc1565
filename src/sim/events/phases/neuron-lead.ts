import { ByPlace } from '../../../math/by-place.js';
import type { EventQueue } from '../../../messages/queue.js';
import type { Inlet } from '../../../neurons/phases/inlet.js';
import type { Incoming } from '../../../neurons/phases/moments.js';
import type { Population } from '../../../neurons/phases/population.js';
import type { ThresholdStretch } from '../../../neurons/phases/threshold-stretch.js';
import type { AxonWindow } from '../../../synapses/phases/axon-window.js';
import type { Flight } from '../../../synapses/phases/flight.js';
import { SumAfter } from '../../../synapses/phases/sum-after.js';
import type { Cause } from './coincidence.js';

/** Neurons that hear what is under way, or speak. */
export interface Hearers {
  readonly population: Population;
  readonly windows: readonly AxonWindow[];
  /** Where they react. */
  readonly stretch: ThresholdStretch | undefined;
}

/** Leads the neurons of a population through a stretch of time, one after the other. */
export class NeuronLead implements Incoming {
  /** When something last happened. */
  lastTime = -Infinity;
  /** Of the moments at which anything comes to the neuron that is led. */
  count = 0;
  times = new Float64Array(64);
  /** How many have come to it then. */
  private ends = new Int32Array(64);
  private readonly arrivals: ByPlace;
  private readonly sums: readonly SumAfter[];
  /** Lines on which anything is under way, and inlets to which it comes. */
  private windows: readonly AxonWindow[] = [];
  private heard: readonly SumAfter[] = [];
  private unit = 0;
  private known: Cause | undefined;

  constructor(
    private readonly queue: EventQueue,
    private readonly hearers: Hearers,
    private readonly number: number,
  ) {
    const { population, windows } = hearers;
    this.arrivals = new ByPlace(population.size);
    const landings = windows.flatMap((window) => window.landings);
    const inlets = [...new Set(landings.map(({ inlet }) => inlet))];
    this.sums = inlets.map(
      (one) =>
        new SumAfter(
          one,
          landings.filter(({ inlet }) => inlet === one),
        ),
    );
  }

  /** From the time of the first that happens through that of the last that may. @returns how many have arrived */
  lead(first: number, last: number): number {
    const { arrivals } = this;
    const { population, stretch } = this.hearers;
    const windows = this.hearers.windows.filter(({ size }) => size > 0);
    this.windows = windows;
    const among = { lines: windows.length, passes: stretch !== undefined };
    arrivals.clear();
    let arrived = 0;
    for (let k = 0; k < windows.length; k++)
      arrived += windows[k].gather(last, arrivals, { ...among, line: k });
    this.heard = this.sums.filter(({ heard }) => heard);
    const latest = Math.max(first, ...windows.map(({ lastTime }) => lastTime));
    for (let unit = 0; unit < population.size; unit++) {
      this.begin(unit, first, latest);
      if (stretch) stretch.play(unit, this, last);
      else this.tell(unit);
      if (this.count > 0) this.bring(this.count - 1);
    }
    return arrived;
  }

  takeDown(inlet: Inlet, sums: Float64Array): boolean {
    const { heard, ends, count } = this;
    for (let i = 0; i < heard.length; i++) {
      if (heard[i].inlet !== inlet) continue;
      heard[i].takeDown(ends, count, sums);
      return true;
    }
    return false;
  }

  bring(j: number): void {
    const { heard, ends, unit } = this;
    if (this.count === 0) return;
    const k = j < 0 ? -1 : ends[j] - 1;
    for (let i = 0; i < heard.length; i++) heard[i].inlet.bring(unit, heard[i].after(k));
  }

  standAt(time: number): void {
    this.queue.standAt(time);
    if (time > this.lastTime) this.lastTime = time;
  }

  /** What has come to the neuron that goes on. */
  cause(): Cause {
    const { unit, number } = this;
    const time = this.queue.now();
    if (this.known?.time === time) return this.known;
    const flights = () => this.arrivedAt(unit, time);
    this.known = { population: number, unit, time, flights, waits: this.hearers.stretch === undefined };
    return this.known;
  }

  private arrivedAt(unit: number, time: number): readonly Flight[] {
    const { windows, arrivals } = this;
    const lines = windows.length;
    return [
      ...windows.flatMap((window) => window.passedTo(unit, time)),
      ...arrivals.itemsAt(unit, time).map((item) => windows[item % lines].flight(Math.floor(item / lines))),
    ];
  }

  /** A neuron: all that comes to it is sorted, and weighed. */
  private begin(unit: number, first: number, last: number): void {
    const { arrivals, windows, heard } = this;
    const arrived = arrivals.open(unit, first, last);
    this.unit = unit;
    this.known = undefined;
    this.count = 0;
    if (arrived === 0) return;
    this.tellApart(arrived);
    for (let k = 0; k < windows.length; k++) windows[k].begin(unit, arrivals.items, arrived);
    for (let i = 0; i < heard.length; i++) heard[i].begin(unit);
  }

  /** What comes at one time comes at one moment. */
  private tellApart(arrived: number): void {
    if (arrived > this.times.length) {
      this.times = new Float64Array(2 * arrived);
      this.ends = new Int32Array(2 * arrived);
    }
    const { times, ends } = this;
    const { times: all } = this.arrivals;
    let count = 0;
    for (let i = 0; i < arrived; i++) {
      if (count === 0 || times[count - 1] !== all[i]) times[count++] = all[i];
      ends[count - 1] = i + 1;
    }
    this.count = count;
  }

  /** All that has come is told to a neuron that does not react to each. */
  private tell(unit: number): void {
    const { count, times, ends, queue } = this;
    const { arrivals } = this.hearers.population;
    for (let j = 0; j < count; j++) {
      this.standAt(times[j]);
      this.bring(j);
      arrivals.arrive(unit, ends[j] - (j > 0 ? ends[j - 1] : 0));
      if (queue.present.going) queue.present.run();
    }
  }
}

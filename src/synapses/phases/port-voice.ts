import { FutureColumns } from '../../math/future-columns.js';
import type { Outlet, PortWords } from '../../neurons/phases/outlet.js';
import type { Population } from '../../neurons/phases/population.js';
import type { Pattern } from '../pattern.js';
import type { Whole } from './line.js';
import { perNeuron } from './projection.js';

/**
 * What the neurons of a population say to the synapses at each of their ports: what they say, times their slope towards it, at
 * port * neurons + neuron.
 */
export class PortVoice implements Whole, Outlet {
  readonly spread = 0;
  readonly keys: readonly string[];
  readonly said: readonly Float64Array[];
  readonly fan: number;
  readonly fans: Int32Array;
  private outlets: readonly Outlet[] = [];
  private readonly changed: Uint8Array;
  /** What would be said, and by key what was, of neurons who say what a log says in place of it. */
  private readonly composed: Float64Array;
  private readonly own: (Float64Array | undefined)[] = [];
  /** By key, where values will be, where neurons have told that. */
  private readonly futures: (FutureColumns | undefined)[] = [];

  constructor(
    private readonly population: Population,
    private readonly path: string,
    pattern: Pattern,
    carries: boolean,
  ) {
    const { keys } = population.voices[path];
    this.keys = keys;
    this.said = keys.map(() => new Float64Array(pattern.pres));
    this.changed = new Uint8Array(keys.length);
    this.composed = new Float64Array(pattern.pres);
    this.fans = carries ? perNeuron(pattern.fans, population.size) : new Int32Array(population.size);
    // Those that only learn are told nothing.
    this.fan = carries ? population.size : 0;
  }

  connect(outlet: Outlet): void {
    this.outlets = [...this.outlets, outlet];
  }

  disconnect(outlet: Outlet): void {
    this.outlets = this.outlets.filter((other) => other !== outlet);
  }

  hear(keys: readonly number[], speakers: Int32Array): void {
    const { changed, outlets, population } = this;
    for (const key of keys) changed[key] = this.put(key, speakers);
    const places = population.slopes!.ports.of(speakers);
    for (const outlet of outlets) outlet.hear(keys, places, changed);
  }

  look(keys: readonly number[]): void {
    const { changed, outlets, population } = this;
    for (const key of keys) changed[key] = this.put(key, population.all);
    const places = population.slopes!.ports.of(population.all);
    for (const outlet of outlets) {
      if (outlet.look) outlet.look(keys);
      else if (outlet.fan > 0) outlet.hear(keys, places, changed);
    }
  }

  atPorts(key: number, units: Int32Array, composed: Float64Array): PortWords {
    const { population, path } = this;
    const { replay, gates } = population.voices[path];
    const out = this.composed;
    times(composed, population.slopes!.of(gates[key], units), units, out);
    const byPort = (column: Float64Array) =>
      Array.from({ length: population.slopes!.ports.count }, (_, port) =>
        column.subarray(port * population.size, (port + 1) * population.size),
      );
    return { composed: byPort(out), said: byPort((replay && this.own[key]) ?? this.said[key]) };
  }

  foretold(key: number): FutureColumns {
    this.futures[key] ??= new FutureColumns(this.said[key].length);
    return this.futures[key];
  }

  /** Slopes stay meanwhile: towards a port a value that moves is that, times a number. */
  foretell(keys: readonly number[], speakers: Int32Array, firsts: number): void {
    for (const key of keys) this.putFutures(key, speakers);
    const { ports } = this.population.slopes!;
    // Those for whom others wait come first, with all of their ports.
    const tell = (units: Int32Array, awaited: number) => {
      const places = ports.of(units);
      for (const outlet of this.outlets) outlet.foretell?.(keys, places, awaited * ports.count);
    };
    if (firsts > 0) tell(speakers.subarray(0, firsts), firsts);
    if (firsts < speakers.length) tell(speakers.subarray(firsts), 0);
  }

  /** Nothing has ever been said. */
  clear(): void {
    for (const column of this.said) column.fill(0);
    this.own.length = 0;
  }

  state(): Float64Array[] {
    return this.said.map((column) => column.slice());
  }

  restore(said: readonly Float64Array[]): void {
    for (const [key, column] of said.entries()) this.said[key].set(column);
    this.own.length = 0;
  }

  private putFutures(key: number, speakers: Int32Array): void {
    const { slopes, voices } = this.population;
    const voice = voices[this.path];
    const { columns, count, origins, size } = voice.foretold(key);
    const towards = slopes!.of(voice.gates[key], speakers);
    const places = slopes!.ports.of(speakers);
    const values = columns
      .slice(0, count)
      .map((column) => Float64Array.from(places, (place) => column[place % size] * towards[place]));
    // What is told at one time is told from then on.
    this.foretold(key).put(places, values, origins[speakers[0]]);
  }

  private put(key: number, speakers: Int32Array): number {
    const { population, path } = this;
    const { said, gates, replay } = population.voices[path];
    const slopes = population.slopes!.of(gates[key], speakers);
    if (replay) {
      this.own[key] ??= this.said[key].slice();
      times(replay.own[key], slopes, speakers, this.own[key]);
    }
    return times(said[key], slopes, speakers, this.said[key]);
  }
}

/** Values of some neurons, times the slope towards each port. @returns 1 where any differs from what was there */
function times(values: Float64Array, slopes: Float64Array, units: Int32Array, out: Float64Array): number {
  let changed = 0;
  for (let i = 0; i < units.length; i++)
    for (let place = units[i]; place < out.length; place += values.length) {
      const value = values[units[i]] * slopes[place];
      if (value !== out[place]) changed = 1;
      out[place] = value;
    }
  return changed;
}

import { fail } from '../../errors.js';
import type { Population } from '../../neurons/phases/population.js';
import type { Outlet } from '../../neurons/phases/voice.js';
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

  foretold(): never {
    return fail({
      where: `${this.population.name} on ${this.path}`,
      got: 'where values will be',
      expected: 'values: its neurons have several ports',
    });
  }

  /** Nothing has ever been said. */
  clear(): void {
    for (const column of this.said) column.fill(0);
  }

  state(): Float64Array[] {
    return this.said.map((column) => column.slice());
  }

  restore(said: readonly Float64Array[]): void {
    for (const [key, column] of said.entries()) this.said[key].set(column);
  }

  private put(key: number, speakers: Int32Array): number {
    const { population, path } = this;
    const { said, gates } = population.voices[path];
    const [values, column] = [said[key], this.said[key]];
    const slopes = population.slopes!.of(gates[key], speakers);
    let changed = 0;
    for (let i = 0; i < speakers.length; i++)
      for (let place = speakers[i]; place < column.length; place += population.size) {
        const value = values[speakers[i]] * slopes[place];
        if (value !== column[place]) changed = 1;
        column[place] = value;
      }
    return changed;
  }
}

import { numbers } from '../../math/numbers.js';
import { type Trajectory, valueAt } from '../../math/trajectory.js';
import type { EventQueue } from '../../messages/queue.js';
import type { TaskOwner } from '../../messages/task.js';
import { Crossings } from '../crossings.js';
import { type Bending, isBent, resolved, slopeItself } from './kink-arithmetic.js';
import type { Channel } from './kink-probe.js';
import type { Population } from './population.js';
import { atTime, type Future, futureOf } from './trajectory-arithmetic.js';

/** What slopes need to know of beside their neurons. */
export interface SlopeSurroundings {
  readonly queue: EventQueue;
  /** Which phase it is: what waits for another is nobody else's. */
  readonly phase: string;
  /** How far beyond a kink it is crossed, in units of pre-activation. */
  readonly band: number;
  /** By how much what a neuron says on a channel comes back to it at once, where it takes its slope. */
  readonly loopGain: (unit: number, said: Channel) => number;
}

/** The slopes of the neurons of a population, which change at kinks; and what they are of in the turn of one of them. */
export class KinkSlopes {
  /** None of those who have no activation. */
  readonly crossings: readonly Crossings[];
  /** By unit, 1 of those that have a slope: since they first took one. */
  readonly placed: Uint8Array;
  /** Where the neuron of the moment takes its slope, and what that is a factor of; undefined where it takes none. */
  private at: Trajectory | undefined;
  private factor: Future = 0;
  /** What is said with a slope in it; undefined where a state is moved by that. */
  private said: Channel | undefined;
  /** A state is moved by what has a slope in it. */
  drives = false;
  /** Somebody hears of slopes, or moves by them: only then kinks are looked for. */
  private counts = false;

  constructor(
    private readonly population: Population,
    private readonly around: SlopeSurroundings,
    onChanged: (unit: number) => void,
  ) {
    const { name, size, activation, all } = population;
    const { queue, phase, loopGain } = around;
    this.placed = new Uint8Array(size);
    this.crossings = Array.from(activation ? all : [], (unit) => {
      const address = `${name}[${unit}]`;
      const of = {
        address,
        activation: activation!,
        unit,
        units: size,
        agenda: `${address}.kinks in phase ${phase}`,
      };
      const gain = () => (this.said ? loopGain(unit, this.said) : 0);
      return new Crossings(queue, of, () => onChanged(unit), gain);
    });
  }

  /** Those who plan something. */
  get owners(): readonly TaskOwner[] {
    return this.crossings.map(({ agenda }) => agenda);
  }

  /** Of their activation. */
  get kinks(): readonly number[] {
    return this.population.activation?.kinks ?? [];
  }

  get band(): number {
    return this.around.band;
  }

  /** They change no more. */
  stop(): void {
    for (const { agenda } of this.crossings) agenda.drop();
  }

  /** How often kinks have been crossed, and how often they have held a neuron. */
  get happened(): { readonly crossed: number; readonly held: number } {
    let [crossed, held] = [0, 0];
    for (const one of this.crossings) {
      crossed += one.crossed;
      held += one.held;
    }
    return { crossed, held };
  }

  /** The turn of another neuron. */
  turn(): void {
    this.at = undefined;
    this.factor = 0;
  }

  /** A neuron takes its slope. */
  take(unit: number, at: Future): Bending {
    if (typeof at === 'number') return this.population.activation!.slope(numbers, at);
    this.at = at;
    if (this.placed[unit] === 0) this.crossings[unit].begin(valueAt(at, at.origin), this.around.band);
    this.placed[unit] = 1;
    return slopeItself;
  }

  /** A neuron has a slope that may change, and matters. */
  follows(unit: number): boolean {
    return this.counts && this.placed[unit] === 1;
  }

  /** What a neuron makes of a value. @param said where it says it; undefined of what moves it */
  resolve(unit: number, value: Bending, said?: Channel): Future {
    if (!isBent(value)) return value;
    this.factor = value.factor;
    this.said = said;
    this.drives = said === undefined;
    if (!said || this.population.voices[said.path].fan > 0) this.counts = true;
    const { slope, feedback } = this.crossings[unit];
    return resolved(value, slope, feedback);
  }

  /** The neuron of the moment plans the next change of its slope. */
  plan(unit: number): void {
    const { at, factor } = this;
    if (at && this.counts) this.crossings[unit].plan(at, futureOf(factor, at.origin));
  }

  /** The slope of the neuron of the moment, at a time: between those of the two sides where a kink holds it. */
  now(unit: number, time: number): number {
    const { at, factor } = this;
    if (!at) return 0;
    if (!this.counts) return this.population.activation!.slope(numbers, atTime(at, time));
    return this.crossings[unit].slopeFor(atTime(factor, time), time);
  }
}

import type { FutureColumns } from '../../math/future-columns.js';
import { integralOf } from '../../math/trajectory.js';
import type { Signals } from '../../rules/rule.js';
import { TrajectorySpeech } from './trajectory-speech.js';

/** Neurons that say where they will be, each in its own time: what they follow holds until they follow anything else. */
export class LastingSpeech extends TrajectorySpeech {
  /** What states have been set to, they are until they follow anything. */
  put(states: readonly number[], units: Int32Array, now: number, signals: Signals): void {
    for (const state of states) this.course(state)?.put(units, [this.valuesOf(state, units)], now);
    this.deduce(units, now, signals);
  }

  /** They leak from where they are. */
  leak(units: Int32Array, now: number, signals: Signals): void {
    for (const { state } of this.motion.moves) {
      const values = this.valuesOf(state, units);
      this.course(state)!.put(units, [new Float64Array(units.length), values], now);
    }
    this.deduce(units, now, signals);
  }

  /** The integral of a state over time. */
  integral(state: number, unit: number, from: number, to: number): number {
    const course = this.course(state);
    if (!course) return this.population.states[state][unit] * (to - from);
    return integralOf(course.at(unit), from, to);
  }

  private course(state: number): FutureColumns | undefined {
    return this.place.courses[state];
  }

  private deduce(units: Int32Array, now: number, signals: Signals): void {
    this.follow(this.turnTo(units), now, signals);
  }

  private valuesOf(state: number, units: Int32Array): Float64Array {
    const column = this.population.states[state];
    return Float64Array.from(units, (unit) => column[unit]);
  }
}

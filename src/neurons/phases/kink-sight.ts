import { resolved } from './kink-arithmetic.js';
import type { KinkFormulas } from './kink-formulas.js';
import type { KinkSlopes } from './kink-slopes.js';
import type { Motion, StateCourse } from './motion.js';
import type { Population } from './population.js';
import { sampled } from './speech.js';
import { atTime, type Future } from './trajectory-arithmetic.js';

/** Where neurons that go from kink to kink are at a time, and what they say then: looking changes nothing. */
export class KinkSight implements StateCourse {
  constructor(
    private readonly population: Population,
    private readonly motion: Motion,
    private readonly formulas: KinkFormulas,
    private readonly slopes: KinkSlopes,
  ) {}

  at(state: number, unit: number, time: number): number | undefined {
    const future = this.formulas.futures[state]?.[unit];
    if (future === undefined) return undefined;
    if (this.motion.moves.some((one) => one.state === state)) return atTime(future as Future, time);
    this.note(unit, time);
    return this.follower(state, unit, time);
  }

  driveAt(state: number, unit: number, time: number): number | undefined {
    if (!this.motion.moves.some((one) => one.state === state)) return undefined;
    const future = this.formulas.futures[state]![unit] as Future;
    // What leaks has the drive's terms behind its own; a dead neuron stays.
    return typeof future === 'number' ? 0 : atTime({ ...future, terms: future.terms.slice(1) }, time);
  }

  /** Their states are where they are at a time, and so is what stands where they are heard. */
  look(time: number): void {
    const { population, formulas, motion } = this;
    for (const { state } of motion.moves)
      for (const unit of population.all)
        population.states[state][unit] = atTime(formulas.futures[state]![unit] as Future, time);
    for (const unit of population.all) {
      this.note(unit, time);
      for (const { states } of motion.follows)
        for (const state of states) population.states[state][unit] = this.follower(state, unit, time);
    }
    this.put(time);
  }

  /** It is the turn of a neuron at a time: where it takes its slope, and what that is a factor of, is known. */
  note(unit: number, time: number): void {
    const { formulas, motion, slopes } = this;
    formulas.turnTo(unit, time);
    slopes.turn();
    if (slopes.drives) for (const move of motion.moves) slopes.resolve(unit, formulas.driveOf(move));
    formulas.follow();
    for (const { path, keys, recipes } of motion.says)
      for (const [k, key] of keys.entries())
        slopes.resolve(unit, formulas.evaluate(recipes[k]), { path, key });
  }

  private follower(state: number, unit: number, time: number): number {
    const value = this.formulas.futures[state]![unit];
    return atTime(resolved(value, this.slopes.now(unit, time)), time);
  }

  private put(time: number): void {
    const { population, motion } = this;
    for (const { path, keys } of motion.says) {
      const voice = population.voices[path];
      for (const key of keys) {
        const column = voice.composing(key);
        const told = voice.foretold(key);
        for (const unit of population.all) column[unit] = told.valueAt(unit, time);
      }
      voice.decide(keys, population.all, sampled);
      voice.put(keys);
    }
  }
}

import type { z } from 'zod';
import { FutureColumns, type Futures } from '../../math/future-columns.js';
import { mark, scatter } from '../../math/terms.js';
import type { Names, Own, Signals } from '../../rules/rule.js';
import type { Vocabulary } from './cursor.js';
import { endCourse, tellDrives } from './drives.js';
import { type FutureSource, FutureSums, putInto, someOf, valuesAt } from './future-sums.js';
import { leaky, ruleFutures, silence } from './futures-arithmetic.js';
import { type Place, viewOf } from './futures-view.js';
import type { Motion, StateCourse } from './motion.js';
import type { Population } from './population.js';
import type { Recipe } from './recipe.js';
import {
  putTrajectories,
  type TrajectorySpeechState,
  takeTrajectories,
  trajectorySchema,
} from './trajectory-state.js';

/**
 * The neurons of a population that say where they will be at every later time, and say so anew when they have heard anything
 * new: the formulas of the rule, worked out for futures.
 */
export class TrajectorySpeech implements StateCourse {
  protected readonly place: Place;
  private readonly own: Own<Futures, Names>;
  private readonly arriving: FutureSums[] = [];
  /** By neuron: 1 where it has said where it will be. */
  private readonly spoken: Uint8Array;

  constructor(
    protected readonly population: Population,
    protected readonly motion: Motion,
    private readonly words: Vocabulary,
    /** 1 of those that leak: dx/dt = -x + drive. 0 of those that take no time: x = drive. */
    private readonly leaks: 0 | 1 = 1,
  ) {
    const { size } = population;
    const { moves, follows } = motion;
    const flows = (k: number) =>
      moves.some(({ state }) => state === k) || follows.some(({ states }) => states.includes(k));
    const sums = Object.entries(words.paths).map(
      ([path, keys]) => [path, new Array<FutureSums | undefined>(keys.length).fill(undefined)] as const,
    );
    this.spoken = new Uint8Array(size);
    this.place = {
      units: population.all,
      zeros: new Uint8Array(words.states.length),
      courses: words.states.map((_, k) => (flows(k) ? new FutureColumns(size) : undefined)),
      sums: Object.fromEntries(sums),
    };
    this.own = viewOf(population, words, this.place);
  }

  /** What arrives on a path under a key moves. */
  connect(path: string, key: number, sources: readonly FutureSource[]): void {
    const sums = new FutureSums(sources, this.population.size);
    this.place.sums[path][key] = sums;
    this.arriving.push(sums);
  }

  /** From a time on; nobody has said anything. */
  begin(origin: number): void {
    const { population, place, motion } = this;
    population.course = this;
    this.spoken.fill(0);
    for (const [k, course] of place.courses.entries()) course?.clear(population.states[k]);
    for (const { path, keys } of motion.says)
      for (const key of keys) population.voices[path].foretold(key).clear();
    for (const { sources } of this.arriving) for (const source of sources) source.begin(origin);
  }

  /** It is over. */
  end(now: number): void {
    endCourse(this.population, now);
    for (const { sources } of this.arriving) for (const source of sources) source.end();
  }

  /** Some work out where they will be from now on, and what they say of it. @returns how many do so for the first time */
  foretell(units: Int32Array, now: number, signals: Signals): number {
    const { place, population, motion } = this;
    const { moves, says } = motion;
    const some = this.turnTo(units);
    for (const sums of this.arriving) sums.take(population.formulas.pool ? population.all : some, now);
    const starts = moves.map(({ state }) => valuesAt(place.courses[state]!, some, now));
    for (const { state } of moves) place.zeros[state] = 1;
    for (const [k, { state, recipes }] of moves.entries())
      this.integrate(state, recipes, starts[k], now, signals);
    this.follow(some, now, signals);
    const firsts = mark(this.spoken, units);
    tellDrives(population, motion, units);
    for (const { path, keys, recipes } of says) {
      const voice = population.voices[path];
      for (const [k, key] of keys.entries()) {
        voice.gates[key] = recipes[k].gate;
        putInto(voice.foretold(key), some, this.evaluate(recipes[k], some, signals), now);
      }
    }
    return firsts;
  }

  /** The same neurons, those who have not spoken before the others. */
  unspokenFirst(units: Int32Array): Int32Array {
    const fresh = units.filter((unit) => this.spoken[unit] === 0);
    if (fresh.length === 0 || fresh.length === units.length) return units;
    return Int32Array.from([...fresh, ...units.filter((unit) => this.spoken[unit] === 1)]);
  }

  at(state: number, unit: number, time: number): number | undefined {
    return this.place.courses[state]?.valueAt(unit, time);
  }

  driveAt(state: number, unit: number, time: number): number | undefined {
    if (!this.motion.moves.some((one) => one.state === state)) return undefined;
    // What leaks has the drive's terms behind its own.
    return this.spoken[unit] === 1 ? this.place.courses[state]!.valueAt(unit, time, this.leaks) : 0;
  }

  /** States that move, of all or of some, are where they are at a time. */
  look(time: number, units = this.population.all): void {
    const { population, place } = this;
    for (const { state } of this.motion.moves) {
      const values = valuesAt(place.courses[state]!, units, time);
      if (units.length === population.size) population.states[state].set(values);
      else scatter(values, units, population.states[state]);
    }
  }

  get schema(): z.ZodType<TrajectorySpeechState> {
    const names = this.flowing.map(([name]) => name);
    return trajectorySchema(names, this.population.size, this.arriving);
  }

  state(): TrajectorySpeechState {
    return takeTrajectories(this.population, this.population.course === this, this.flowing, this.arriving);
  }

  restore(state: TrajectorySpeechState): void {
    if (state.going) this.population.course = this;
    this.spoken.fill(1);
    putTrajectories(state, this.flowing, this.arriving);
  }

  /** They work by themselves: where all do, in the order of their places. */
  protected turnTo(units: Int32Array): Int32Array {
    const { place, population } = this;
    place.units = units.length === population.size ? population.all : units;
    return place.units;
  }

  /** Courses by state. */
  private get flowing(): readonly (readonly [name: string, course: FutureColumns])[] {
    return this.words.states.flatMap((name, k) => {
      const course = this.place.courses[k];
      return course ? [[name, course] as const] : [];
    });
  }

  // Where a state is 0, dx/dt is its drive: its own share is -x.
  private integrate(
    state: number,
    recipes: readonly Recipe[],
    starts: Float64Array,
    now: number,
    signals: Signals,
  ): void {
    const { units } = this.place;
    this.follow(units, now, signals);
    let drive = this.evaluate(recipes[0], units, signals);
    for (let k = 1; k < recipes.length; k++)
      drive = ruleFutures.add(drive, this.evaluate(recipes[k], units, signals));
    putInto(this.place.courses[state]!, units, this.leaks ? leaky(starts, drive) : drive, now);
    this.place.zeros[state] = 0;
  }

  protected follow(units: Int32Array, now: number, signals: Signals): void {
    const { place, population, motion } = this;
    for (const { states, recipes } of motion.follows)
      for (const [k, state] of states.entries()) {
        putInto(place.courses[state]!, units, this.evaluate(recipes[k], units, signals), now);
        population.slopes?.latch(state, recipes[k].gate, units);
      }
  }

  private evaluate({ formula }: Recipe, units: Int32Array, signals: Signals): Futures {
    const { own, place, population } = this;
    // Who hears of others through a pool answers when all have told it what they are wrong by, which does not move.
    if (population.formulas.pool) place.units = population.all;
    const values = formula<Futures>(ruleFutures, own, signals);
    place.units = units;
    const pooled = population.formulas.pool && typeof values !== 'number';
    const some = pooled ? values.map((column) => someOf(column, units)) : values;
    return population.silent ? silence(some, units, population.silent) : some;
  }
}

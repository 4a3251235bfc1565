import { z } from 'zod';
import { FutureColumns, type Futures } from '../../math/future-columns.js';
import type { Trajectory } from '../../math/trajectory.js';
import { flag, future as told } from '../../messages/schemas.js';
import type { Names, Own, Signals } from '../../rules/rule.js';
import type { Vocabulary } from './cursor.js';
import { endCourse, tellDrives } from './drives.js';
import { type FutureSource, type FutureSourceState, FutureSums, someOf } from './future-sums.js';
import { ruleFutures } from './futures-arithmetic.js';
import { type Place, viewOf } from './futures-view.js';
import type { Motion, StateCourse } from './motion.js';
import type { Population } from './population.js';
import type { Recipe } from './recipe.js';

/** What neurons that have told their futures are saved as. */
export interface TrajectorySpeechState {
  /** What they told still is where they will be. */
  readonly going: boolean;
  /** By name, of states that move or follow: of each neuron. */
  readonly futures: Readonly<Record<string, readonly Trajectory[]>>;
  /** While they go: what they have heard of where others will be, by what arrives and who brings it. */
  readonly arriving?: readonly (readonly FutureSourceState[])[];
}

/**
 * The neurons of a population that say where they will be at every later time, and say so anew when they have heard anything
 * new: the formulas of the rule, worked out for futures.
 */
export class TrajectorySpeech implements StateCourse {
  private readonly place: Place;
  private readonly own: Own<Futures, Names>;
  private readonly arriving: FutureSums[] = [];
  /** By neuron: 1 where it has said where it will be. */
  private readonly spoken: Uint8Array;

  constructor(
    private readonly population: Population,
    private readonly motion: Motion,
    private readonly words: Vocabulary,
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
    place.units = units;
    for (const sums of this.arriving) sums.take(population.pool ? population.all : units, now);
    const starts = moves.map(({ state }) => this.placesOf(state, units, now));
    for (const { state } of moves) place.zeros[state] = 1;
    for (const [k, { state, recipes }] of moves.entries())
      this.integrate(state, recipes, starts[k], now, signals);
    this.follow(units, now, signals);
    const firsts = this.note(units);
    tellDrives(population, motion, units);
    for (const { path, keys, recipes } of says) {
      const voice = population.voices[path];
      for (const [k, key] of keys.entries())
        voice.foretold(key).put(units, this.evaluate(recipes[k], units, signals), now);
    }
    return firsts;
  }

  at(state: number, unit: number, time: number): number | undefined {
    return this.place.courses[state]?.valueAt(unit, time);
  }

  driveAt(state: number, unit: number, time: number): number | undefined {
    if (!this.motion.moves.some((one) => one.state === state)) return undefined;
    // What leaks has the drive's terms behind its own.
    return this.spoken[unit] === 1 ? this.place.courses[state]!.valueAt(unit, time, 1) : 0;
  }

  /** Their states that move are where they are at a time. */
  look(time: number): void {
    const { population, place } = this;
    for (const { state } of this.motion.moves) {
      const column = population.states[state];
      const course = place.courses[state]!;
      for (let unit = 0; unit < column.length; unit++) column[unit] = course.valueAt(unit, time);
    }
  }

  get schema(): z.ZodType<TrajectorySpeechState> {
    const { size } = this.population;
    const all = z.array(told, 'a list of futures').length(size, `${size} futures`);
    const futures = z.strictObject(Object.fromEntries(this.flowing.map(([name]) => [name, all])));
    const heard = this.arriving.map(({ sources }) => tupleOf(sources.map(({ schema }) => schema)));
    const arriving = tupleOf(heard).optional();
    const state = z.strictObject({ going: flag, futures, arriving });
    const heardWhileGoing = state.refine(
      (one) => one.going === (one.arriving !== undefined),
      'what has been heard by those who go',
    );
    return heardWhileGoing as unknown as z.ZodType<TrajectorySpeechState>;
  }

  state(): TrajectorySpeechState {
    const { population } = this;
    const futures = this.flowing.map(([name, course]) => [
      name,
      Array.from(population.all, (unit) => course.at(unit)),
    ]);
    const going = population.course === this;
    const arriving = going && this.arriving.map(({ sources }) => sources.map((source) => source.state()));
    return { going, futures: Object.fromEntries(futures), ...(arriving && { arriving }) };
  }

  restore({ going, futures, arriving }: TrajectorySpeechState): void {
    const { population } = this;
    if (going) population.course = this;
    this.spoken.fill(1);
    for (const [name, course] of this.flowing) {
      course.clear();
      for (const unit of population.all) course.set(unit, futures[name][unit]);
    }
    if (!arriving) return;
    for (const [k, { sources }] of this.arriving.entries())
      for (const [i, source] of sources.entries()) source.restore(arriving[k][i]);
  }

  /** Courses by state. */
  private get flowing(): readonly (readonly [name: string, course: FutureColumns])[] {
    return this.words.states.flatMap((name, k) => {
      const course = this.place.courses[k];
      return course ? [[name, course] as const] : [];
    });
  }

  /** Where some are with a state now. */
  private placesOf(state: number, units: Int32Array, now: number): Float64Array {
    const course = this.place.courses[state]!;
    return Float64Array.from(units, (unit) => course.valueAt(unit, now));
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
    this.place.courses[state]!.put(units, leaky(starts, drive), now);
    this.place.zeros[state] = 0;
  }

  private follow(units: Int32Array, now: number, signals: Signals): void {
    for (const { states, recipes } of this.motion.follows) {
      for (const [k, state] of states.entries())
        this.place.courses[state]!.put(units, this.evaluate(recipes[k], units, signals), now);
    }
  }

  private evaluate({ formula }: Recipe, units: Int32Array, signals: Signals): Futures {
    const { own, place, population } = this;
    // Who hears of others through a pool answers when all have told it what they are wrong by, which does not move.
    if (population.pool) place.units = population.all;
    const values = formula<Futures>(ruleFutures, own, signals);
    place.units = units;
    const some =
      population.pool && typeof values !== 'number' ? values.map((column) => someOf(column, units)) : values;
    return population.silent ? silence(some, units, population.silent) : some;
  }

  private note(units: Int32Array): number {
    let firsts = 0;
    for (let i = 0; i < units.length; i++) {
      firsts += 1 - this.spoken[units[i]];
      this.spoken[units[i]] = 1;
    }
    return firsts;
  }
}

const tupleOf = (schemas: readonly z.ZodType[]) =>
  z.tuple(schemas as unknown as [z.ZodType], `a list of ${schemas.length}`);

/** Where dx/ds = -x + drive leads from its starts. */
function leaky(starts: Float64Array, drive: Futures): readonly Float64Array[] {
  const goals = typeof drive === 'number' ? new Float64Array(starts.length).fill(drive) : drive[0];
  const first = new Float64Array(starts.length);
  for (let i = 0; i < first.length; i++) first[i] = starts[i] - goals[i];
  return typeof drive === 'number' ? [goals, first] : [goals, first, ...drive.slice(1)];
}

/** 0 of those that are dead. */
function silence(values: Futures, units: Int32Array, silent: Uint8Array): Futures {
  if (values === 0) return 0;
  const columns = typeof values === 'number' ? [new Float64Array(units.length).fill(values)] : values;
  return columns.map((column) => column.map((value, i) => (silent[units[i]] === 1 ? 0 : value)));
}

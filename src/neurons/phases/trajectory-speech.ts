import { z } from 'zod';
import { leaky, type Trajectory, valueAt } from '../../math/trajectory.js';
import { finite, flag, future as told } from '../../messages/schemas.js';
import type { Names, Own, Signals } from '../../rules/rule.js';
import type { Vocabulary } from './cursor.js';
import { tellDrives } from './drives.js';
import { FutureColumns, FutureSums, type Source } from './future-columns.js';
import type { Motion, StateCourse } from './motion.js';
import type { Population } from './population.js';
import type { Recipe } from './recipe.js';
import type { SavableSpeech } from './savable.js';
import { type Future, ruleTrajectories } from './trajectory-arithmetic.js';
import { futuresOf, type Place } from './trajectory-view.js';

/** What neurons that have told their futures are saved as. */
export interface TrajectorySpeechState {
  /** What they told still is where they will be. */
  readonly going: boolean;
  /** By name, of states that move or follow: of each neuron. */
  readonly futures: Readonly<Record<string, readonly Future[]>>;
}

/**
 * The neurons of a population that say once where they will be at every later time: the formulas of the rule, worked out
 * for trajectories.
 */
export class TrajectorySpeech implements StateCourse, SavableSpeech<TrajectorySpeechState> {
  /** Nothing is planned. */
  readonly owners = [];
  /** What they say, by path and key. */
  readonly said: Readonly<Record<string, readonly (FutureColumns | undefined)[]>>;
  private readonly place: Place;
  private readonly own: Own<Future, Names>;
  private readonly arriving: FutureSums[] = [];

  constructor(
    private readonly population: Population,
    private readonly motion: Motion,
    private readonly words: Vocabulary,
  ) {
    const { size } = population;
    const { moves, follows, says } = motion;
    const flows = (k: number) =>
      moves.some(({ state }) => state === k) || follows.some(({ states }) => states.includes(k));
    const isSaid = (path: string, k: number) => says.some((one) => one.path === path && one.keys.includes(k));
    const byKey = <T>(of: (path: string, k: number) => T): Readonly<Record<string, T[]>> =>
      Object.fromEntries(
        Object.entries(words.paths).map(([path, keys]) => [path, keys.map((_, k) => of(path, k))]),
      );
    this.said = byKey((path, k) => (isSaid(path, k) ? new FutureColumns(size) : undefined));
    this.place = {
      ...{ unit: 0, origin: 0 },
      futures: words.states.map((_, k) => (flows(k) ? new Array<Future>(size).fill(0) : undefined)),
      sums: byKey<FutureSums | undefined>(() => undefined),
    };
    this.own = futuresOf(population, words, this.place);
  }

  /** What arrives on a path under a key moves. */
  connect(path: string, key: number, sources: readonly Source[]): void {
    const sums = new FutureSums(sources, this.population.size);
    this.place.sums[path][key] = sums;
    this.arriving.push(sums);
  }

  /** From a time on; nobody has said anything. */
  begin(origin: number): void {
    this.place.origin = origin;
    this.population.course = this;
    for (const columns of Object.values(this.said).flat()) columns?.clear();
  }

  /** Neurons that have heard all that they await work out where they will be, and what they say of it. */
  foretell(units: Int32Array, signals: Signals): void {
    const { moves, says } = this.motion;
    for (const sums of this.arriving) sums.expire();
    for (const { state } of moves) this.place.futures[state]!.fill(0);
    for (const { state, recipes } of moves) this.integrate(state, recipes, units, signals);
    this.follow(units, signals);
    tellDrives(this.population, this.motion, units);
    for (const { path, keys, recipes } of says) {
      for (const [k, key] of keys.entries()) {
        const said = this.said[path][key]!;
        const values = this.evaluate(recipes[k], units, signals);
        for (let i = 0; i < units.length; i++) said.put(units[i], values[i]);
      }
    }
  }

  at(state: number, unit: number, time: number): number | undefined {
    const future = this.place.futures[state]?.[unit];
    return typeof future === 'object' ? valueAt(future, time) : future;
  }

  driveAt(state: number, unit: number, time: number): number | undefined {
    if (!this.motion.moves.some((one) => one.state === state)) return undefined;
    const future = this.place.futures[state]![unit];
    if (typeof future !== 'object') return 0;
    // What leaks has the drive's terms behind its own.
    return valueAt({ ...future, terms: future.terms.slice(1) }, time);
  }

  /** Their states that move are where they are at a time. */
  look(time: number): void {
    const { population, place } = this;
    for (const { state } of this.motion.moves) {
      const column = population.states[state];
      const futures = place.futures[state] as Trajectory[];
      for (let unit = 0; unit < column.length; unit++) column[unit] = valueAt(futures[unit], time);
    }
  }

  get schema(): z.ZodType<TrajectorySpeechState> {
    const { size } = this.population;
    const moving = this.motion.moves.map(({ name }) => name);
    const all = (one: z.ZodType<Future>) => z.array(one, 'a list of futures').length(size, `${size} futures`);
    // What follows may stay.
    const states = this.flowing.map(([name]) => [
      name,
      all(moving.includes(name) ? told : z.union([finite, told], 'a number or a future')),
    ]);
    const futures = z.strictObject(Object.fromEntries(states)) as z.ZodType<TrajectorySpeechState['futures']>;
    return z.strictObject({ going: flag, futures });
  }

  state(): TrajectorySpeechState {
    const going = this.population.course === this;
    return { going, futures: Object.fromEntries(this.flowing.map(([name, all]) => [name, [...all]])) };
  }

  restore({ going, futures }: TrajectorySpeechState): void {
    if (going) this.population.course = this;
    for (const [name, column] of this.flowing)
      for (const unit of this.population.all) column[unit] = futures[name][unit];
  }

  /** Futures by state. */
  private get flowing(): readonly (readonly [name: string, futures: Future[]])[] {
    return this.words.states.flatMap((name, k) => {
      const futures = this.place.futures[k];
      return futures ? [[name, futures] as const] : [];
    });
  }

  // Where a state is 0, dx/dt is its drive: its own share is -x.
  private integrate(state: number, recipes: readonly Recipe[], units: Int32Array, signals: Signals): void {
    const futures = this.place.futures[state]!;
    this.follow(units, signals);
    const parts = recipes.map((recipe) => this.evaluate(recipe, units, signals));
    const starts = this.population.states[state];
    for (let i = 0; i < units.length; i++) {
      let drive = parts[0][i];
      for (let k = 1; k < parts.length; k++) drive = ruleTrajectories.add(drive, parts[k][i]);
      futures[units[i]] = leaky(starts[units[i]], this.told(drive));
    }
  }

  private told(future: Future): Trajectory {
    if (typeof future !== 'number') return future;
    return { origin: this.place.origin, constant: future, terms: [] };
  }

  private follow(units: Int32Array, signals: Signals): void {
    for (const { states, recipes } of this.motion.follows) {
      for (const [k, state] of states.entries()) {
        const futures = this.place.futures[state]!;
        const values = this.evaluate(recipes[k], units, signals);
        for (let i = 0; i < units.length; i++) futures[units[i]] = values[i];
      }
    }
  }

  private evaluate({ formula }: Recipe, units: Int32Array, signals: Signals): readonly Future[] {
    const { own, place, population } = this;
    const { pool, silent } = population;
    const of = (unit: number): Future => {
      if (silent?.[unit]) return 0;
      pool?.next();
      place.unit = unit;
      return formula<Future>(ruleTrajectories, own, signals);
    };
    if (pool) {
      // What they are wrong by does not move: it is known before all has arrived.
      pool.listen();
      for (const unit of population.all) of(unit);
      pool.answer();
    }
    const values = new Array<Future>(units.length);
    for (let i = 0; i < units.length; i++) values[i] = of(units[i]);
    return values;
  }
}

import type { z } from 'zod';
import { type Trajectory, toldFrom } from '../../math/trajectory.js';
import type { TaskOwner } from '../../messages/task.js';
import type { Vocabulary } from './cursor.js';
import { endCourse, tellDrives } from './drives.js';
import type { FutureSource } from './future-sums.js';
import { isBent } from './kink-arithmetic.js';
import { KinkArrivals } from './kink-arrivals.js';
import { KinkFormulas } from './kink-formulas.js';
import type { KinkMotion, KinkSurroundings, Said } from './kink-motion.js';
import { KinkProbe } from './kink-probe.js';
import { KinkSight } from './kink-sight.js';
import { KinkSlopes } from './kink-slopes.js';
import { type KeptKinks, type KinkSpeechState, kinkSchema, putKinks, takeKinks } from './kink-state.js';
import { KinkTurns, news } from './kink-turns.js';
import type { Population } from './population.js';
import type { SavableSpeech } from './savable.js';
import { atTime, type Future, futureOf } from './trajectory-arithmetic.js';

/**
 * The neurons of a population whose slopes change where what arrives crosses a kink. Each says where its values will be when
 * its drive or its slope has changed, plans the next change of its slope, and plans anew when it hears anything.
 */
export class KinkSpeech<S extends Said = Said> implements SavableSpeech<KinkSpeechState> {
  readonly sight: KinkSight;
  readonly probe: KinkProbe;
  private readonly says: readonly S[];
  private readonly formulas: KinkFormulas;
  private readonly arriving: KinkArrivals[] = [];
  /** By unit, 1 of those that have spoken. */
  private readonly spoken: Uint8Array;
  private readonly slopes: KinkSlopes;
  private readonly turns: KinkTurns;

  constructor(
    private readonly population: Population,
    private readonly motion: KinkMotion<S>,
    words: Vocabulary,
    private readonly around: KinkSurroundings<S>,
  ) {
    const { size } = population;
    // What drives others first: they have more to do.
    this.says = [...motion.says].sort((a, b) => Number(b.drives) - Number(a.drives));
    this.slopes = new KinkSlopes(population, around, (unit) => this.turns.stir(unit, news.slope));
    this.formulas = new KinkFormulas(population, motion, words, {
      signals: around.signals,
      slopeAt: (unit, at) => this.slopes.take(unit, at),
    });
    this.probe = new KinkProbe(this.formulas, motion);
    this.sight = new KinkSight(population, motion, this.formulas, this.slopes);
    this.turns = new KinkTurns(
      around,
      size,
      () => this.expire(),
      (unit, told) => this.run(unit, told),
    );
    this.spoken = new Uint8Array(size);
  }

  /** What arrives on a path under a key moves. */
  connect(path: string, key: number, sources: readonly FutureSource[]): void {
    const sums = new KinkArrivals(sources, this.population.size);
    this.formulas.sums[path][key] = sums;
    this.arriving.push(sums);
  }

  /**
   * From now on, until it is stopped: nobody has told anything, and until it hears anything a neuron leaks.
   * @param awaited by neuron, how many messages that drive it come before it first speaks
   */
  begin(awaited: Int32Array): void {
    const { population, formulas, motion } = this;
    const origin = this.around.queue.now();
    for (const { path, keys } of motion.says)
      for (const key of keys) population.voices[path].foretold(key).clear(population.voices[path].said[key]);
    for (const sums of this.arriving) sums.begin(origin);
    for (const { state } of motion.moves) {
      const column = population.states[state];
      const leak = (unit: number): Future =>
        population.silent?.[unit] ? 0 : { origin, constant: 0, terms: [column[unit]] };
      for (const unit of population.all) formulas.futures[state]![unit] = leak(unit);
    }
    this.goOn();
    this.turns.begin(awaited);
  }

  /** Slopes change no more. @returns how many neurons still await anything */
  stop(): number {
    const { population } = this;
    this.slopes.stop();
    for (const sums of this.arriving) sums.end();
    endCourse(population, this.around.queue.now());
    population.turns = undefined;
    population.arrivals.end();
    return this.turns.waiting;
  }

  /** Those who plan something. */
  get owners(): readonly TaskOwner[] {
    return this.slopes.owners;
  }

  get schema(): z.ZodType<KinkSpeechState> {
    return kinkSchema(this.kept);
  }

  state(): KinkSpeechState {
    return takeKinks(this.kept, this.population.course === this.sight);
  }

  restore(state: KinkSpeechState): void {
    putKinks(this.kept, state);
    this.spoken.set(this.turns.missing.map((one) => Number(one === 0)));
    if (state.going) this.goOn();
    const now = this.around.queue.now();
    for (const unit of this.population.all) if (this.slopes.placed[unit] === 1) this.sight.note(unit, now);
  }

  /** How often kinks have been crossed, and how often they have held a neuron. */
  get happened(): { readonly crossed: number; readonly held: number } {
    return this.slopes.happened;
  }

  private get kept(): KeptKinks {
    const { motion, formulas, slopes, turns, population, arriving } = this;
    const told = motion.says.flatMap(({ path, keys }) => {
      const voice = population.voices[path];
      return keys.map((key) => [`${path}.${voice.keys[key]}`, voice.foretold(key)] as const);
    });
    return { told, moves: motion.moves, futures: formulas.futures, slopes, missing: turns.missing, arriving };
  }

  /** From now on it hears of futures; and of numbers, which only say where slopes are taken. */
  private goOn(): void {
    const { population } = this;
    population.course = this.sight;
    population.turns = this.turns;
    population.arrivals.react(() => this.turns.hearNumbers(population.arrivals.take()));
  }

  private expire(): void {
    for (const sums of this.arriving) sums.expire();
  }

  /** Its turn in a round. */
  private run(unit: number, told: number): void {
    const { formulas, slopes, around } = this;
    if (told === news.none && !slopes.follows(unit)) return;
    formulas.turnTo(unit, around.queue.now());
    slopes.turn();
    const all = told === news.all || (told === news.slope && slopes.drives);
    this.drive(unit, all);
    if (all && this.population.drives) tellDrives(this.population, this.motion, Int32Array.of(unit));
    formulas.follow();
    for (const said of this.says) this.say(said, unit, all, told);
    if (all) this.spoken[unit] = 1;
    slopes.plan(unit);
  }

  /** @param moves it is driven otherwise than before */
  private drive(unit: number, moves: boolean): void {
    const { formulas, slopes, population } = this;
    if (population.silent?.[unit] || !(moves || slopes.drives)) return;
    const now = this.around.queue.now();
    for (const move of this.motion.moves) {
      const drive = slopes.resolve(unit, formulas.driveOf(move));
      if (moves)
        formulas.integrate(move.state, atTime(formulas.futures[move.state]![unit] as Future, now), drive);
    }
  }

  private say(said: S, unit: number, all: boolean, told: number): void {
    const { path, keys, recipes, drives } = said;
    let [moves, bends] = [false, false];
    const futures = keys.map((key, k) => {
      const value = this.formulas.evaluate(recipes[k]);
      moves ||= typeof value !== 'number';
      bends ||= isBent(value);
      return this.slopes.resolve(unit, value, { path, key });
    });
    if (all ? !(drives || moves) : told === news.none || !bends) return;
    const now = this.around.queue.now();
    const voice = this.population.voices[path];
    for (const [k, key] of keys.entries()) voice.foretold(key).set(unit, this.toldOf(futures[k], now));
    this.around.count(said, unit);
    voice.foretell(keys, Int32Array.of(unit), drives ? 1 - this.spoken[unit] : 0);
  }

  /** As it was worked out, from its own time on; or from now, where lines count from when it sets out. */
  private toldOf(future: Future, now: number): Trajectory {
    const told = futureOf(future, now);
    return this.around.late ? toldFrom(told, now) : told;
  }
}

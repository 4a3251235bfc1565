import type { z } from 'zod';
import type { Task, TaskOwner } from '../../messages/task.js';
import type { Vocabulary } from './cursor.js';
import { endCourse, tellDrives } from './drives.js';
import { isBent } from './kink-arithmetic.js';
import { KinkFormulas } from './kink-formulas.js';
import type { KinkMotion, KinkSurroundings, Said } from './kink-motion.js';
import { KinkProbe } from './kink-probe.js';
import { KinkSight } from './kink-sight.js';
import { KinkSlopes } from './kink-slopes.js';
import { type KeptKinks, type KinkSpeechState, kinkSchema, putKinks, takeKinks } from './kink-state.js';
import type { Population } from './population.js';
import type { SavableSpeech } from './savable.js';
import { atTime, futureOf, ToldFutures, type ToldSource, ToldSums } from './told-futures.js';
import type { Future } from './trajectory-arithmetic.js';

/** What a neuron has to tell: nothing; that its slope has changed; that what drives it has. */
const news = { none: 0, slope: 1, all: 2 } as const;

/**
 * The neurons of a population whose slopes change where what arrives crosses a kink. Each says where its values will be when
 * its drive or its slope has changed, plans the next change of its slope, and plans anew when it hears anything.
 */
export class KinkSpeech<S extends Said = Said> implements SavableSpeech<KinkSpeechState> {
  /** What they say, by path and key. */
  readonly said: Readonly<Record<string, readonly (ToldFutures | undefined)[]>>;
  readonly sight: KinkSight;
  readonly probe: KinkProbe;
  private readonly says: readonly S[];
  private readonly formulas: KinkFormulas;
  private readonly arriving: ToldSums[] = [];
  private readonly slopes: KinkSlopes;
  private readonly turns: readonly Task[];
  private readonly news: Uint8Array;
  private readonly waits: Uint8Array;
  private readonly missing: Uint32Array;

  constructor(
    private readonly population: Population,
    private readonly motion: KinkMotion<S>,
    words: Vocabulary,
    private readonly around: KinkSurroundings<S>,
  ) {
    const { size, voices } = population;
    const told = (path: string, k: number) =>
      motion.says.some((one) => one.path === path && one.keys.includes(k))
        ? new ToldFutures(voices[path].said[k])
        : undefined;
    this.said = Object.fromEntries(
      Object.entries(words.paths).map(([path, keys]) => [path, keys.map((_, k) => told(path, k))]),
    );
    // What drives others first: they have more to do.
    this.says = [...motion.says].sort((a, b) => Number(b.drives) - Number(a.drives));
    this.slopes = new KinkSlopes(population, around, (unit) => this.stir(unit, news.slope));
    this.formulas = new KinkFormulas(population, motion, words, {
      signals: around.signals,
      slopeAt: (unit, at) => this.slopes.take(unit, at),
    });
    this.probe = new KinkProbe(this.formulas, motion);
    this.sight = new KinkSight(population, this, motion, this.formulas, this.slopes);
    this.turns = Array.from(population.all, (unit) => ({ run: () => this.run(unit) }));
    this.news = new Uint8Array(size);
    this.waits = new Uint8Array(size);
    this.missing = new Uint32Array(size);
  }

  /** What arrives on a path under a key moves. */
  connect(path: string, key: number, sources: readonly ToldSource[]): void {
    const sums = new ToldSums(sources, this.population.size);
    this.formulas.sums[path][key] = sums;
    this.arriving.push(sums);
  }

  /** From now on, until it is stopped: nobody has said anything, and until it hears anything a neuron leaks. */
  begin(awaited: number): void {
    const { population, formulas, motion } = this;
    const origin = this.around.queue.now();
    population.course = this.sight;
    for (const { state } of motion.moves) {
      const column = population.states[state];
      const leak = (unit: number): Future =>
        population.silent?.[unit] ? 0 : { origin, constant: 0, terms: [column[unit]] };
      for (const unit of population.all) formulas.futures[state]![unit] = leak(unit);
    }
    this.missing.fill(awaited);
    if (awaited === 0) for (const unit of population.all) this.stir(unit, news.all);
  }

  /** Slopes change no more. @returns how many neurons still await anything */
  stop(): number {
    this.slopes.stop();
    endCourse(this.population, this.around.queue.now());
    return this.missing.reduce((sum, one) => sum + Number(one > 0), 0);
  }

  /** Something has arrived at all of them. @param drives they may move by it; or their slopes alone */
  hear(drives: boolean): void {
    this.expire();
    for (const unit of this.population.all) {
      if (!drives) this.wake(unit);
      else if (this.missing[unit] <= 1) {
        this.missing[unit] = 0;
        this.stir(unit, news.all);
      } else this.missing[unit]--;
    }
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
    if (state.going) this.population.course = this.sight;
    putKinks(this.kept, state);
    this.expire();
    const now = this.around.queue.now();
    for (const unit of this.population.all) if (this.slopes.placed[unit] === 1) this.sight.note(unit, now);
  }

  /** How often kinks have been crossed, and how often they have held a neuron. */
  get happened(): { readonly crossed: number; readonly held: number } {
    return this.slopes.happened;
  }

  private get kept(): KeptKinks {
    const { said, motion, formulas, slopes, missing } = this;
    return { said, moves: motion.moves, futures: formulas.futures, slopes, missing };
  }

  private wake(unit: number): void {
    if (this.waits[unit] === 1) return;
    this.waits[unit] = 1;
    this.around.queue.soon(this.turns[unit]);
  }

  private stir(unit: number, of: number): void {
    if (this.news[unit] < of) this.news[unit] = of;
    this.wake(unit);
  }

  private expire(): void {
    for (const sums of this.arriving) sums.expire();
  }

  /** Its turn in a round. */
  private run(unit: number): void {
    const { formulas, slopes, around } = this;
    const told = this.news[unit];
    this.waits[unit] = 0;
    this.news[unit] = news.none;
    if (told === news.none && !slopes.follows(unit)) return;
    formulas.turnTo(unit, around.queue.now());
    slopes.turn();
    const all = told === news.all || (told === news.slope && slopes.drives);
    this.drive(unit, all);
    if (all && this.population.drives) tellDrives(this.population, this.motion, Int32Array.of(unit));
    formulas.follow();
    for (const said of this.says) this.say(said, unit, all, told);
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
    for (const [k, key] of keys.entries()) this.said[path][key]!.put(unit, futureOf(futures[k], now));
    this.around.tell(said, unit);
  }
}

import type { Task } from '../../messages/task.js';
import type { Signals } from '../../rules/rule.js';
import type { Vocabulary } from './cursor.js';
import { isBent, resolved } from './kink-arithmetic.js';
import { KinkFormulas } from './kink-formulas.js';
import { type Channel, KinkProbe } from './kink-probe.js';
import { KinkSlopes, type SlopeSurroundings } from './kink-slopes.js';
import type { Motion, StateCourse, Uttered } from './motion.js';
import type { Population } from './population.js';
import { sampled } from './speech.js';
import { atTime, futureOf, ToldFutures, type ToldSource, ToldSums } from './told-futures.js';
import type { Future } from './trajectory-arithmetic.js';

/** A message, and whether others are driven by it: they wait until everybody has said it once. */
export interface Said extends Uttered {
  readonly drives: boolean;
}

/** How neurons move from kink to kink, and what they say. */
export interface KinkMotion<S extends Said> extends Motion {
  readonly says: readonly S[];
}

/** What neurons that go from kink to kink are given. */
export interface KinkSurroundings<S extends Said> extends SlopeSurroundings {
  /** A neuron has said where values will be. */
  readonly tell: (said: S, unit: number) => void;
}

/** What a neuron has to tell: nothing; that its slope has changed; that what drives it has. */
const news = { none: 0, slope: 1, all: 2 } as const;

/** A relaxation from kink to kink begins. */
export interface KinkBeginning {
  /** In tau. */
  readonly origin: number;
  readonly signals: Signals;
  /** How far beyond a kink it is crossed. */
  readonly band: number;
  /** How many messages that drive it each neuron awaits before it first speaks. */
  readonly awaited: number;
}

/**
 * The neurons of a population whose slopes change where what arrives crosses a kink. Each says where its values will be when
 * its drive or its slope has changed, plans the next change of its slope, and plans anew when it hears anything.
 */
export class KinkSpeech<S extends Said = Said> implements StateCourse {
  /** What they say, by path and key. */
  readonly said: Readonly<Record<string, readonly (ToldFutures | undefined)[]>>;
  readonly probe: KinkProbe;
  private readonly says: readonly S[];
  private readonly formulas: KinkFormulas;
  private readonly arriving: ToldSums[] = [];
  private readonly slopes: KinkSlopes;
  private readonly turns: readonly Task[];
  private readonly news: Uint8Array;
  private readonly waits: Uint8Array;
  private readonly missing: Int32Array;

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
    const onChanged = (unit: number) => this.stir(unit, news.slope);
    this.slopes = new KinkSlopes(population, around, onChanged);
    this.formulas = new KinkFormulas(population, motion, words, (unit, at) => this.slopes.take(unit, at));
    this.probe = new KinkProbe(this.formulas, motion);
    this.turns = Array.from(population.all, (unit) => ({ run: () => this.run(unit) }));
    this.news = new Uint8Array(size);
    this.waits = new Uint8Array(size);
    this.missing = new Int32Array(size);
  }

  /** What arrives on a path under a key moves. */
  connect(path: string, key: number, sources: readonly ToldSource[]): void {
    const sums = new ToldSums(sources, this.population.size);
    this.formulas.sums[path][key] = sums;
    this.arriving.push(sums);
  }

  /** Nobody has said anything; until it hears anything a neuron leaks. */
  begin({ origin, signals, band, awaited }: KinkBeginning): void {
    const { population, formulas, motion } = this;
    population.course = this;
    formulas.signals = signals;
    for (const told of Object.values(this.said).flat()) told?.clear();
    this.expire();
    this.slopes.begin(band);
    for (const { state } of motion.moves) {
      const column = population.states[state];
      const leak = (unit: number): Future =>
        population.silent?.[unit] ? 0 : { origin, constant: 0, terms: [column[unit]] };
      for (const unit of population.all) formulas.futures[state]![unit] = leak(unit);
    }
    this.news.fill(news.none);
    this.waits.fill(0);
    this.missing.fill(awaited);
    if (awaited === 0) for (const unit of population.all) this.stir(unit, news.all);
  }

  /** Slopes change no more. @returns how many neurons still await anything */
  stop(): number {
    this.slopes.stop();
    this.population.course = undefined;
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

  at(state: number, unit: number, time: number): number | undefined {
    const future = this.formulas.futures[state]?.[unit];
    if (future === undefined) return undefined;
    if (this.motion.moves.some((one) => one.state === state)) return atTime(future as Future, time);
    this.lookAt(unit, time);
    return this.population.states[state][unit];
  }

  /** Their states are where they are at a time, and so is what they say. */
  look(time: number): void {
    const { population, formulas, motion } = this;
    for (const { state } of motion.moves)
      for (const unit of population.all)
        population.states[state][unit] = atTime(formulas.futures[state]![unit] as Future, time);
    for (const unit of population.all) this.lookAt(unit, time);
    for (const { path, keys } of this.says) {
      const voice = population.voices[path];
      for (const [k, column] of voice.columns(keys).entries()) {
        const told = this.said[path][keys[k]]!;
        for (const unit of population.all) column[unit] = told.valueAt(unit, time);
      }
      voice.decide(keys, population.all, sampled);
      voice.put(keys);
    }
  }

  /** How often kinks have been crossed, and how often they have held a neuron, in the last relaxation. */
  get happened(): { readonly crossed: number; readonly held: number } {
    return this.slopes.happened;
  }

  /** How much faster changes what a neuron says, for each unit more of what arrives. */
  quickening(unit: number, from: Channel, to: Channel): number {
    this.formulas.turnTo(unit, this.around.queue.now());
    return this.probe.quickening(unit, from, to);
  }

  /** How much of what arrives is in the place where a neuron takes its slope. */
  shareAt(unit: number, from: Channel): number {
    this.formulas.turnTo(unit, this.around.queue.now());
    return this.probe.shareAt(unit, from);
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
    this.turnTo(unit, around.queue.now());
    const all = told === news.all || (told === news.slope && slopes.drives);
    this.drive(unit, all);
    formulas.follow();
    for (const said of this.says) this.say(said, unit, all, told);
    slopes.plan(unit);
  }

  private turnTo(unit: number, time: number): void {
    this.formulas.turnTo(unit, time);
    this.slopes.turn();
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

  /** States that follow are what they are at a time. */
  private lookAt(unit: number, time: number): void {
    const { formulas, motion, slopes, population } = this;
    this.turnTo(unit, time);
    if (slopes.drives) for (const move of motion.moves) slopes.resolve(unit, formulas.driveOf(move));
    formulas.follow();
    for (const { path, keys, recipes } of this.says)
      for (const [k, key] of keys.entries())
        slopes.resolve(unit, formulas.evaluate(recipes[k]), { path, key });
    const slope = slopes.now(unit, time);
    for (const { states } of motion.follows)
      for (const state of states)
        population.states[state][unit] = atTime(resolved(formulas.futures[state]![unit], slope), time);
  }
}

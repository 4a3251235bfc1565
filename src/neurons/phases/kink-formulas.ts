import { leaky, type Trajectory } from '../../math/trajectory.js';
import type { Names, Own, Signals } from '../../rules/rule.js';
import type { Vocabulary } from './cursor.js';
import { type Bending, kinkArithmetic } from './kink-arithmetic.js';
import { type Arriving, type KinkPlace, kinkViewOf } from './kink-view.js';
import type { Motion } from './motion.js';
import type { Population } from './population.js';
import type { Recipe } from './recipe.js';
import type { Future } from './trajectory-arithmetic.js';

/** What a neuron takes its slope for: a value with the slope in it, or the slope as a number. */
export type SlopeAt = (unit: number, at: Future) => Bending;

/** The formulas of a rule for neurons that move while their slopes do, one neuron at a time, told from a time on. */
export class KinkFormulas {
  /** By state: futures of those that move or follow. */
  readonly futures: readonly (Bending[] | undefined)[];
  readonly sums: Readonly<Record<string, (Arriving | undefined)[]>>;
  /** What `df` is of what moves. */
  slopeAt: SlopeAt;
  private readonly signals: Signals;
  private readonly place: KinkPlace;
  private readonly own: Own<Bending, Names>;
  private listening = false;

  constructor(
    private readonly population: Population,
    private readonly motion: Motion,
    words: Vocabulary,
    { signals, slopeAt }: { readonly signals: Signals; readonly slopeAt: SlopeAt },
  ) {
    this.signals = signals;
    this.slopeAt = slopeAt;
    const { moves, follows } = motion;
    const flows = (k: number) =>
      moves.some(({ state }) => state === k) || follows.some(({ states }) => states.includes(k));
    this.futures = words.states.map((_, k) =>
      flows(k) ? new Array<Bending>(population.size).fill(0) : undefined,
    );
    this.sums = Object.fromEntries(
      Object.entries(words.paths).map(([path, keys]) => [path, keys.map(() => undefined)]),
    );
    const { futures, sums } = this;
    this.place = { unit: 0, time: 0, futures, sums };
    this.own = kinkViewOf(population, words, this.place, (at) =>
      this.listening ? 0 : this.slopeAt(this.place.unit, at as Future),
    );
  }

  /** From now on it is about a neuron, at a time in tau. */
  turnTo(unit: number, time: number): void {
    this.place.unit = unit;
    this.place.time = time;
  }

  /** What a state is moved by: where it is 0, dx/dt, for its own share is -x. */
  driveOf(move: Motion['moves'][number]): Bending {
    const { unit } = this.place;
    const futures = this.futures[move.state]!;
    const before = futures[unit];
    futures[unit] = 0;
    this.follow();
    const drive = move.recipes
      .map((recipe) => this.evaluate(recipe))
      .reduce((a, b) => kinkArithmetic.add(a, b));
    futures[unit] = before;
    return drive;
  }

  /** From a value on it is moved by that. */
  integrate(state: number, start: number, drive: Future): void {
    const { unit, time: origin } = this.place;
    const told: Trajectory = typeof drive === 'number' ? { origin, constant: drive, terms: [] } : drive;
    this.futures[state]![unit] = leaky(start, told);
  }

  /** States that follow at once do. */
  follow(): void {
    const { unit } = this.place;
    for (const { states, recipes } of this.motion.follows)
      for (const [k, state] of states.entries()) this.futures[state]![unit] = this.evaluate(recipes[k]);
  }

  evaluate({ formula }: Recipe): Bending {
    const { own, place, population, signals } = this;
    const { silent } = population;
    const { pool } = population.formulas;
    const { unit } = place;
    if (silent?.[unit]) return 0;
    if (pool) {
      // What they are wrong by does not move: it is known before all has arrived.
      this.listening = true;
      pool.listen();
      for (const each of population.all) {
        pool.next();
        place.unit = each;
        formula<Bending>(kinkArithmetic, own, signals);
      }
      pool.answer();
      pool.next();
      place.unit = unit;
      this.listening = false;
    }
    return formula<Bending>(kinkArithmetic, own, signals);
  }
}

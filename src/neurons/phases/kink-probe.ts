import { type Bending, isBent, slopeItself } from './kink-arithmetic.js';
import type { KinkFormulas, SlopeAt } from './kink-formulas.js';
import type { Motion } from './motion.js';
import type { Recipe } from './recipe.js';

/** A path, and one of its keys by index. */
export interface Channel {
  readonly path: string;
  readonly key: number;
}

/** One unit, which nothing else is of: what has it as a factor comes of it. */
const one = slopeItself;

/** What comes of what arrives at a neuron, found by its own formulas; they are linear in it. */
export class KinkProbe {
  constructor(
    private readonly formulas: KinkFormulas,
    private readonly motion: Motion,
  ) {}

  /** How much of what arrives is in the place where a neuron takes its slope. */
  shareAt(unit: number, from: Channel, now: number): number {
    this.formulas.turnTo(unit, now);
    let share = 0;
    const note: SlopeAt = (_, at) => {
      share = factorOf(at);
      return 0;
    };
    this.arriving(from, note, () => {
      this.formulas.follow();
      for (const { recipes } of this.motion.says)
        for (const recipe of recipes) this.formulas.evaluate(recipe);
    });
    return share;
  }

  /** How much faster changes what a neuron says under a key, for each unit more of what arrives. */
  quickening(unit: number, from: Channel, to: Channel, now: number): number {
    const said = this.motion.says.find(({ path, keys }) => path === to.path && keys.includes(to.key));
    if (!said) return 0;
    const recipe = said.recipes[said.keys.indexOf(to.key)];
    this.formulas.turnTo(unit, now);
    let sum = 0;
    for (const move of this.motion.moves) {
      let pull = 0;
      this.arriving(from, noSlope, () => {
        pull = factorOf(this.formulas.driveOf(move));
      });
      if (pull !== 0) sum += pull * this.said(move.state, unit, recipe);
    }
    return sum;
  }

  /** How much of a state is in what is said. */
  private said(state: number, unit: number, recipe: Recipe): number {
    const { formulas } = this;
    const futures = formulas.futures[state]!;
    const before = futures[unit];
    let share = 0;
    futures[unit] = one;
    this.where(noSlope, () => {
      formulas.follow();
      share = factorOf(formulas.evaluate(recipe));
    });
    futures[unit] = before;
    return share;
  }

  private arriving({ path, key }: Channel, slopeAt: SlopeAt, run: () => void): void {
    const { formulas } = this;
    const sums = formulas.sums[path];
    const before = sums[key];
    sums[key] = { at: () => one };
    this.where(slopeAt, run);
    sums[key] = before;
  }

  private where(slopeAt: SlopeAt, run: () => void): void {
    const { formulas } = this;
    const before = formulas.slopeAt;
    formulas.slopeAt = slopeAt;
    run();
    formulas.slopeAt = before;
  }
}

/** Of what comes of anything through a slope, nothing comes back. */
const noSlope: SlopeAt = () => 0;

/** Its factor, which does not move. */
function factorOf(value: Bending): number {
  if (!isBent(value)) return 0;
  return typeof value.factor === 'number' ? value.factor : value.factor.constant;
}

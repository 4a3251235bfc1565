import { logSumExp, numbers, sumOf } from '../../math/numbers.js';
import type { Loss } from '../loss.js';

/** What outputs are wrong by: dLoss/dx of each, summed over its node. */
export interface ErrorOf {
  /** @param unit whose activity it is */
  at(unit: number, activity: number): number;
  /** Of some of them, each by its activity: of all, where they hear of each other. */
  ofAll(units: Int32Array, activities: Float64Array): Float64Array;
}

/** Of a loss that each output knows by itself. */
export class OwnError implements ErrorOf {
  private readonly known = { activity: 0, target: 0, pooled: 0, total: 0 };

  constructor(
    private readonly loss: Loss,
    private readonly target: Float64Array,
  ) {}

  at(unit: number, activity: number): number {
    const { known } = this;
    known.activity = activity;
    known.target = this.target[unit];
    return this.loss.error(numbers, known);
  }

  ofAll(units: Int32Array, activities: Float64Array): Float64Array {
    return activities.map((activity, i) => this.at(units[i], activity));
  }
}

/**
 * Of a loss that takes quantities over all outputs of a node: each first tells the pool its activity, and then hears
 * them. Both happen within one statement, so a formula is run twice.
 */
export class PooledError implements ErrorOf {
  /** By how often a neuron has asked in this formula. */
  private readonly told: Float64Array[] = [];
  private readonly pooled: number[] = [];
  private listening = false;
  private asked = 0;
  private total = 0;

  constructor(
    private readonly loss: Loss,
    private readonly target: Float64Array,
  ) {}

  /** From now on it is told activities. */
  listen(): void {
    this.listening = true;
    this.total = sumOf(this.target);
  }

  /** From now on it answers. */
  answer(): void {
    this.listening = false;
    for (const [i, activities] of this.told.entries()) this.pooled[i] = logSumExp(activities);
  }

  /** The next neuron's formula begins. */
  next(): void {
    this.asked = 0;
  }

  at(unit: number, activity: number): number {
    const call = this.asked++;
    if (!this.listening) {
      const { pooled, total, target } = this;
      return this.loss.error(numbers, { activity, target: target[unit], pooled: pooled[call], total });
    }
    this.told[call] ??= new Float64Array(this.target.length);
    this.told[call][unit] = activity;
    return 0;
  }

  ofAll(units: Int32Array, activities: Float64Array): Float64Array {
    const { loss, target } = this;
    const [pooled, total] = [logSumExp(activities), sumOf(target)];
    return activities.map((activity, i) =>
      loss.error(numbers, { activity, target: target[units[i]], pooled, total }),
    );
  }
}

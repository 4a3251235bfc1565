import { ruleNumbers } from '../../neurons/phases/arithmetic.js';
import type { Path } from '../../rules/rule.js';
import { Weights } from './weights.js';

/** Weights that are made of others, each of the one at its own place. */
export class MadeWeights extends Weights {
  constructor(
    private readonly mates: Weights,
    private readonly ofMate: NonNullable<Path['ofMate']>,
  ) {
    super(mates.name, mates.shape, mates.values);
    this.remake();
  }

  /** The others have changed. */
  remake(): void {
    this.remakeSome(0, this.values.length, 1);
  }

  /** Some of them have: so many from `from` on, `stride` apart. */
  remakeSome(from: number, count: number, stride: number): void {
    const { values, mates, ofMate } = this;
    for (let n = 0, k = from; n < count; n++, k += stride)
      values[k] = ofMate<number>(ruleNumbers, mates.values[k]);
  }

  /** Whether they are made of those. */
  follow(weights: Weights): boolean {
    return this.mates === weights;
  }
}

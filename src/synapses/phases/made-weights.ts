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
    const { values, mates, ofMate } = this;
    for (let k = 0; k < values.length; k++) values[k] = ofMate<number>(ruleNumbers, mates.values[k]);
  }
}

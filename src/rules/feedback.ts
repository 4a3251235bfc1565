import type { Carrier, Path } from './rule.js';

/** A feedback pathway: what carries messages down. */
export interface FeedbackPathway {
  readonly name: string;
  /** As a path of a rule. */
  readonly path: Path;
  /** What a synapse must know beyond its own state, for locality reports. */
  readonly reads: 'own weight' | 'weight of the forward synapse';
  /** It has weights of its own, NODE.feedback [in, out]. */
  readonly ownWeights: boolean;
  /** They learn, each by the change of the forward weight beside it (its two ends say the same to both). */
  readonly learns: boolean;
}

/**
 * A feedback pathway over the forward weights, if nothing is said.
 * @param weights over weights of its own, which stay or learn; or over weights that are made of the forward ones, by this
 */
export function feedbackPathway(
  name: string,
  weights?: 'fixed' | 'learned' | NonNullable<Carrier['ofMate']>,
): FeedbackPathway {
  const made = typeof weights === 'function';
  const ownWeights = weights !== undefined && !made;
  return {
    name,
    path: {
      way: 'down',
      ...(ownWeights && { weights: 'feedback' }),
      ...(made && { ofMate: weights }),
      ...(weights === 'fixed' && { stays: true }),
    },
    reads: ownWeights ? 'own weight' : 'weight of the forward synapse',
    ownWeights,
    learns: weights === 'learned',
  };
}

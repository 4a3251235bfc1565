/**
 * A feedback pathway: which number a synapse multiplies a message by on its way down.
 * `reads` names what it must know beyond its own state, for locality reports.
 */
export interface FeedbackPathway {
  readonly name: string;
  readonly reads: 'own weight' | 'weight of the forward synapse';
  /** It has weights of its own, NODE.feedback [in, out]. */
  readonly ownWeights: boolean;
  /** They learn, each by the change of the forward weight beside it (its two ends say the same to both). */
  readonly learns: boolean;
}

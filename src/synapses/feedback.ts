/**
 * A feedback pathway: which number a synapse multiplies a message by on its way down.
 * `reads` names what it must know beyond its own state, for locality reports.
 */
export interface FeedbackPathway {
  readonly name: string;
  readonly reads: 'own weight' | 'weight of the forward synapse';
}

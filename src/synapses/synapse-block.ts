/**
 * Synapses from every unit of one parent to every unit of a node. The weight of the one from unit `pre` to unit
 * `post` stands at offset + post * stride + pre of the weight's data.
 */
export interface SynapseBlock {
  /** Which of the node's parents. */
  readonly parent: number;
  /** Units of the node, and of the parent. */
  readonly posts: number;
  readonly pres: number;
  readonly offset: number;
  readonly stride: number;
  /** A feedback weight from unit `post` down to unit `pre` stands at offset + pre * stride + post of NODE.feedback. */
  readonly feedback: { readonly offset: number; readonly stride: number };
}

import type { NeuronModel } from '../neurons/model.js';
import type { FeedbackPathway } from '../synapses/feedback.js';
import type { Plasticity } from '../synapses/plasticity.js';

/** A local rule: how neurons move, what comes down, how synapses change. Both engines run it. */
export interface RelaxationRule {
  readonly kind: 'relaxation';
  readonly name: string;
  readonly neuron: NeuronModel;
  readonly feedback: FeedbackPathway;
  readonly plasticity: Plasticity;
}

/** The baseline: exact gradients in one backward sweep. Batched engine only. */
export interface BackpropagationRule {
  readonly kind: 'backpropagation';
  readonly name: string;
}

export type Rule = RelaxationRule | BackpropagationRule;

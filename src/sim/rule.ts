import type { NeuronModel } from '../neurons/model.js';
import type { Initial } from '../neurons/signal.js';
import type { FeedbackPathway } from '../rules/feedback.js';
import type { Need } from '../rules/locality.js';
import type { Formula, Rule as Phases } from '../rules/rule.js';
import type { Plasticity } from '../synapses/plasticity.js';
import type { Variant } from './variant.js';

/** A rule of another kind as the batched engine runs it. */
export interface AsPhases {
  readonly rule: Phases;
  /** What is called the activity of a neuron, at the end. */
  readonly activity: Formula;
}

/** Of a relaxation, what the phases of a rule are made with. */
export interface Steps {
  readonly steps: number;
  readonly stepSize: number;
  readonly initial: Initial;
}

/** A local rule: how neurons move, what comes down, how synapses change. The event engine runs it so. */
export interface RelaxationRule {
  readonly kind: 'relaxation';
  /** With the choices that differ from the default: `ar, feedback learned`. */
  readonly name: string;
  readonly neuron: NeuronModel;
  readonly feedback: FeedbackPathway;
  readonly plasticity: Plasticity;
  /** Derivatives are taken at pre-activations with the bias in them. */
  readonly biasInDerivative: boolean;
  /** Inputs relax like neurons, instead of holding the stimulus. */
  readonly inputsRelax: boolean;
  /** When forward synapses carry moving activities: never, once after the relaxation, or at every move. */
  readonly carriesUp: 'never' | 'finally' | 'always';
  /** The relaxation is linear in the activities: its course is known in closed form. */
  readonly linear: boolean;
  /** All it reads that is not local now; `relaxon audit` holds it to that. */
  readonly needs: readonly Need[];
  /** The same rule as phases, which the batched engine runs. */
  readonly inPhases: (steps: Steps) => AsPhases;
  /** The rule of a variant, where it has any. */
  readonly of?: (variant: Variant) => RelaxationRule;
}

/** The baseline: exact gradients in one backward sweep. Batched engine only. */
export interface BackpropagationRule {
  readonly kind: 'backpropagation';
  readonly name: string;
  /** The same rule as phases. */
  readonly inPhases: () => AsPhases;
  /** All it reads that is not local now. */
  readonly needs: readonly Need[];
}

/** A rule as phases of local equations. */
export interface PhasedRule {
  readonly kind: 'phases';
  /** With the options that differ from their defaults: `pc, predictions frozen`. */
  readonly name: string;
  readonly rule: Phases;
  /** All it reads that is not local now. */
  readonly needs: readonly Need[];
}

export type Rule = RelaxationRule | BackpropagationRule | PhasedRule;

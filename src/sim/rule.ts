import type { Choice, NodeChoice } from '../rules/choice.js';
import type { FeedbackPathway } from '../rules/feedback.js';
import type { Need } from '../rules/locality.js';
import type { Formula, Rule as Phases } from '../rules/rule.js';
import type { Initial } from './initial.js';
import type { Variant } from './variant.js';

/** A rule of another kind as engines run it. */
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

/** A rule whose steps are settings of a relaxation, and whose neurons are known by one activity. */
export interface RelaxationRule {
  readonly kind: 'relaxation';
  /** With the choices that differ from the default: `ar, feedback learned`. */
  readonly name: string;
  /** What carries messages down, where nodes choose nothing else. */
  readonly feedback: FeedbackPathway;
  /** What carries the messages of each node down. */
  readonly feedbacks: Choice<FeedbackPathway>;
  /** The choices that nodes make for themselves, as far as any do. */
  readonly choices?: readonly NodeChoice[];
  /** Derivatives are taken at pre-activations with the bias in them. */
  readonly biasInDerivative: boolean;
  /** Inputs relax like neurons, instead of holding the stimulus. */
  readonly inputsRelax: boolean;
  /** The relaxation is linear in the activities: its course is known in closed form. */
  readonly linear: boolean;
  /** All it reads that is not local now; `relaxon audit` holds it to that. */
  readonly needs: readonly Need[];
  /** The rule in phases, with these steps. */
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

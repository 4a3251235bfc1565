import type { Arithmetic } from '../math/arithmetic.js';
import type { Medium } from '../messages/medium.js';
import type { NeuronModel } from './model.js';

/** What neurons share: the medium, and what they follow of the rule. */
export interface NeuronContext extends Medium {
  readonly rule: NeuronRule;
}

/** What a neuron follows of a rule: how it moves, and what it tells its synapses. */
export interface NeuronRule {
  readonly neuron: NeuronModel;
  /** Derivatives are taken at pre-activations with the bias in them. */
  readonly biasInDerivative: boolean;
  /** When it says upward where it has moved: never, once after the relaxation, or at every move. */
  readonly carriesUp: 'never' | 'finally' | 'always';
  readonly plasticity: { readonly terms: readonly NeuronTerm[] };
}

/** One term of plasticity as a neuron has it: `post` for its synapses, and all of it for its bias. */
interface NeuronTerm {
  readonly gain: number;
  pre<T>(m: Arithmetic<T>, bias: { readonly forwardActivity: T; readonly currentActivity: T }): T;
  post<T>(m: Arithmetic<T>, neuron: { readonly activity: T; readonly slope: T; readonly currentSlope: T }): T;
}

// The third opinion: a float64 implementation of the rules in plain loops, sharing no code with src.

export { backprop } from './backprop.js';
export { closedForm, closedFormAt, coefficient } from './closed-form.js';
export { continuous } from './continuous.js';
export { continuousPredictiveCoding } from './continuous-predictive-coding.js';
export { type ContrastiveHebbianOptions, contrastiveHebbian } from './contrastive-hebbian.js';
export { deviation } from './deviation.js';
export { equilibrium } from './equilibrium.js';
export {
  type EquilibriumPropagationOptions,
  equilibriumPropagation,
  hopfieldEnergyAt,
} from './equilibrium-propagation.js';
export { anyTargets, chain, example, numbers, randomBatch, randomParameters, tangle } from './examples.js';
export { type Alignment, feedbackAlignment } from './feedback-alignment.js';
export { finiteDifferences } from './finite-differences.js';
export { forward, type Latched } from './forward.js';
export { layeredToGraph } from './graph.js';
export { loss, sampleError, sampleLoss } from './losses.js';
export { TorchOptimiser, type TorchOptions } from './optimisers.js';
export type { Played, States } from './phases.js';
export { type PredictiveCodingOptions, predictiveCoding } from './predictive-coding.js';
export { type Relaxation, type RelaxOptions, relax } from './relax.js';
export { descend, type TrainOptions, train } from './train.js';
export type {
  Batch,
  Description,
  Example,
  Gradient,
  GraphDescription,
  Initial,
  LayeredDescription,
  ParameterSet,
  PerNode,
  Relaxed,
  Schedule,
} from './types.js';
export { type ReluChain, unfrozenEuler } from './unfrozen.js';
export {
  type Choices,
  standardChoices,
  type Unit,
  type VariantOptions,
  type VariantRelaxation,
} from './variant.js';
export { relaxVariant, trainVariant } from './variants.js';

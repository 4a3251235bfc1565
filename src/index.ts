// What there is: networks as data.

// What it is fed.
export * from './data/library.js';
// Errors.
export { InputError, RelaxonError } from './errors.js';
// Runs.
export {
  agrees,
  compareRelaxation,
  compareTraining,
  comparingRelaxation,
  comparingTraining,
  type Difference,
  randomBatch,
} from './lab/agreement.js';
export {
  type Audit,
  auditAll,
  auditRule,
  type JudgedAudit,
  levels,
  type NamedAudit,
  type Reading,
} from './lab/audit/index.js';
export { type Comparison as ComparedRuns, compared } from './lab/compare/comparison.js';
export { findRuns } from './lab/compare/find.js';
export { type Configuration, configurationOf, configuredRule } from './lab/configuration.js';
export { type MeasuredPresentation, measure, measuring } from './lab/measurements/measure.js';
export { defaultMeasureEvery, Probe } from './lab/measurements/probe.js';
export type { Measurements } from './lab/measurements/row.js';
export { allPresentations } from './lab/named-presentations.js';
export { readParameters, writeParameters } from './lab/parameter-files.js';
export { createProgress, type Progress } from './lab/progress.js';
export { type Converted, fromPyTorch, toPyTorch } from './lab/pytorch/index.js';
export { type Comparison, type Explained, explaining, isRounding } from './lab/rounding/explained.js';
export { Interrupted } from './lab/runs/interrupted.js';
export { train } from './lab/runs/run.js';
export { newRun, type Run, resumedRun } from './lab/runs/setup.js';
export { readSafetensors, type Tensor, writeSafetensors } from './lab/safetensors/index.js';
export { addAverage, averages } from './lab/training/averages.js';
export { type Evaluation, evaluate, evaluating } from './lab/training/evaluate.js';
export { Examples } from './lab/training/examples.js';
export { type MinibatchTrained, type Sample, trainFrom } from './lab/training/from-iterable.js';
export {
  type RateSchedule,
  type RateScheduleFamily,
  rateScheduleFamily,
} from './lab/training/rate-schedule.js';
export { addRateSchedule, rateSchedules } from './lab/training/rate-schedules.js';
export type { TargetError } from './lab/training/target-errors.js';
export {
  type WeightAverage,
  type WeightAverageFamily,
  weightAverageFamily,
} from './lab/training/weight-average.js';
export { inTurns, type Pieces } from './lab/turns.js';
// How neurons move and synapses change.
export type { Arithmetic, Tensors, WeightArithmetic } from './math/arithmetic.js';
export type { Distribution } from './math/distribution.js';
export { addDistribution, distributions } from './math/distributions.js';
export { numbers } from './math/numbers.js';
export { type RandomStream, randomStream, resumeStream } from './math/random.js';
export { addEnergy, type Energy, noEnergy, total, type Ways } from './messages/energy.js';
export type { Message, MessageKind, RuleMessage } from './messages/message.js';
export { EventQueue } from './messages/queue.js';
export type { WireOptions } from './messages/wires.js';
export type { NetworkBuilder, PartBuilder } from './network/builder.js';
export {
  addNetworkBuilder,
  addPartBuilder,
  networkBuilders,
  partBuilders,
} from './network/builders.js';
export { addInitialiser, initialisers } from './network/initialisers.js';
export { type Layout, layOut } from './network/layout.js';
export type { Network, OutputSpec } from './network/network.js';
export type { NodeSpec, NodeType } from './network/node-type.js';
export { addNodeType, addViewType, nodeTypes } from './network/nodes.js';
export {
  checkParameters,
  initialParameters,
  matrix,
  type Parameters,
  type Pathway,
  parameterShapes,
  type Values,
} from './network/parameters.js';
export { parseNetwork } from './network/parse.js';
export { paperNetwork } from './network/presets/paper.js';
export type { Shape } from './network/shapes.js';
export type { View, ViewSpec, ViewType } from './network/view.js';
export { viewTypes } from './network/views.js';
export type { Activation } from './neurons/activation.js';
export { type ActivationName, activations, addActivation } from './neurons/activations.js';
export type { CellOptions, Noise } from './neurons/cell.js';
export type { Loss } from './neurons/loss.js';
export { addLoss, type LossName, losses } from './neurons/losses.js';
// Lists take entries at run time.
export type { Add, Remove } from './registry.js';
// Rules as phases of local equations.
export { type Dynamics, dynamicsOf } from './rules/dynamics.js';
export { family, type RuleFamily } from './rules/family.js';
export { type FeedbackPathway, feedbackPathway } from './rules/feedback.js';
export { addFeedback, type FeedbackName, feedbacks } from './rules/feedbacks.js';
export type { Level, Need } from './rules/locality.js';
export { needsOf } from './rules/needs.js';
export type { Formula, Own, Phase, Statement, Terms } from './rules/rule.js';
export { words } from './rules/words.js';
// How it runs: one contract, two engines.
export { AwaitedBatchedSimulator } from './sim/batched/awaited.js';
export {
  addBackend,
  type Backend,
  type BackendName,
  backendLine,
  startBackend,
} from './sim/batched/backend.js';
export type { Device } from './sim/batched/device.js';
export { BatchedSimulator } from './sim/batched/engine.js';
export { tfjs } from './sim/batched/tfjs.js';
export { createSimulator, type EngineOptions } from './sim/create.js';
export type { Drawn } from './sim/drawn.js';
export { buildDelays, type DelaySpec } from './sim/events/build/build-delays.js';
export type { Cells } from './sim/events/build/cells.js';
export type { Delay, Delays } from './sim/events/build/delays.js';
export { type DistanceOptions, distanceDelay } from './sim/events/build/distance-delay.js';
export { parseCells } from './sim/events/build/parse-cells.js';
export { quantaFor } from './sim/events/build/quanta-for.js';
export { randomDelay } from './sim/events/build/random-delay.js';
export { EventSimulator } from './sim/events/engine.js';
export type { LiveState } from './sim/events/live/live-state.js';
export type { LiveOptions } from './sim/events/live/options.js';
export { LiveSimulator } from './sim/events/live/simulator.js';
export type { Stimulus, Units } from './sim/events/live/stimulus.js';
export type { Way } from './sim/events/live/way.js';
export { addWay, type WayName, ways } from './sim/events/live/ways.js';
export type { EventOptions } from './sim/events/options.js';
export type { Change, Frame, QuantityName, Times } from './sim/events/watch/index.js';
export type { Watch } from './sim/events/watchable.js';
export type { Initial } from './sim/initial.js';
export { optimiserOf } from './sim/optimising.js';
export { pathwayOf } from './sim/pathway.js';
export { phased } from './sim/phased.js';
export { paperRelaxation, relaxationOf } from './sim/relaxation.js';
export type { BackpropagationRule, RelaxationRule, Rule } from './sim/rule.js';
export { arVariant } from './sim/rules/ar.js';
export { addRule, type RuleName, ruleOf, rules } from './sim/rules.js';
export type { Group, Mover, Schedule } from './sim/schedule.js';
export { addSchedule, type ScheduleName, schedules } from './sim/schedules.js';
export type {
  Activities,
  Answer,
  Answering,
  AnySimulator,
  Batch,
  LearningRates,
  OptimiserState,
  Presentation,
  Relaxation,
  Relaxed,
  RelaxPresentation,
  Simulator,
  Trained,
} from './sim/simulator.js';
export { relativeDifference, tolerance } from './sim/tolerance.js';
export { standardVariant, type Variant, variantChoices, variantName, variantOf } from './sim/variant.js';
export { type GrainName, grains } from './synapses/grains.js';
export {
  type Optimiser,
  type OptimiserFamily,
  optimiser,
  optimiserFamily,
  type UpdateSignals,
} from './synapses/optimiser.js';
export { optimiserNeeds } from './synapses/optimiser-needs.js';
export { addOptimiser, type OptimiserName, optimisers } from './synapses/optimisers.js';

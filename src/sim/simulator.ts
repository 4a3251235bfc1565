import type { Energy } from '../messages/energy.js';
import type { Network } from '../network/network.js';
import type { Parameters, Values } from '../network/parameters.js';
import type { MessagesName } from '../neurons/speech.js';
import type { Optimiser } from '../synapses/optimiser.js';
import type { Initial } from './initial.js';
import type { Quantum } from './messages.js';
import type { PhaseEnd } from './phase-end.js';
import type { Rule } from './rule.js';
import type { ScheduleName } from './schedules.js';
import type { SolverName } from './solvers.js';

/** Stimuli and targets of a batch: [batch, units] per input and per output node. */
export interface Batch {
  readonly size: number;
  readonly inputs: Readonly<Record<string, Values>>;
  readonly targets: Readonly<Record<string, Values>>;
  /** Of a rule that is told third factors: each by name, [batch, 1]. */
  readonly factors?: Readonly<Record<string, Values>>;
}

/** How the activities get from the forward sweep to the gradients; times in units of tau. */
export interface Relaxation {
  readonly solver: SolverName;
  readonly schedule: ScheduleName;
  readonly steps: number;
  readonly stepSize: number;
  /** Where relaxing activities begin: at their forward value, or at zero. */
  readonly initial: Initial;
  /** Continuous time in tau instead of steps: where a closed form is known, all along or from kink to kink. */
  readonly duration?: number;
  /** How neurons of the event engine speak; if not given, `trajectory` for a duration and else `sampled`. */
  readonly messages?: MessagesName;
  /**
   * Of `threshold` messages: by how much an activity moves before its neuron speaks, in units of activity. Without a
   * duration the relaxation lasts until the network is silent, and activities are where they then go.
   */
  readonly quantum?: Quantum;
  /** Of `threshold` messages: the quantum is at least this share of what was last said, |x|: logarithmic quantisation. */
  readonly relativeQuantum?: number;
  /** Of `threshold` messages: a neuron halves its quantum every so many tau, down to the smallest. */
  readonly anneal?: number;
  /** Of quanta that are annealed: where they end. */
  readonly smallestQuantum?: Quantum;
  /** Of `threshold` messages: once it is over, all neurons say where they are, from the outputs down. */
  readonly flush?: boolean;
  /**
   * Of a duration with slopes of the moment: how far beyond a kink a pre-activation goes before its slope changes, in its
   * units; 0 if not given. A band above 0 keeps a neuron that both slopes drive back to its kink from crossing it forever.
   */
  readonly band?: number;
  /** Of the order of an asynchronous schedule; 1 if not given. The same seed always gives the same order. */
  readonly seed?: number;
}

/** How fast weights change. */
export interface LearningRates {
  /** Of the batch-mean loss; with plasticity during the relaxation, per tau. */
  readonly learningRate: number;
  /** Instead of that, of the weights and biases of some nodes, by name; of parameters, `NODE.bias`; or by a pattern, `*.bias`. */
  readonly nodeLearningRates?: Readonly<Record<string, number>>;
  /** Of learned feedback weights; that of the weights if not given. */
  readonly feedbackLearningRate?: number;
  /** Of weights and learned feedback weights, not of biases: rate * (gradient + weightDecay * weight); 0 if not given. */
  readonly weightDecay?: number;
  /** How weights follow their gradients: `sgd` if not given. Weight decay is in the gradient that it gets. */
  readonly optimiser?: Optimiser;
  /** Gradients of the batch are brought to [-clip, clip] first, each number by itself; not at all if not given. */
  readonly clip?: number;
  /**
   * Gradients of the batch, all together as one vector, are brought to at most this length first; not at all if not given.
   * Not local: on the batched engine only.
   */
  readonly clipNorm?: number;
}

/** What an optimiser goes on from. */
export interface OptimiserState {
  readonly name: string;
  /** Updates so far. */
  readonly updates: number;
  /** Traces by `PARAMETER.TRACE`, in the shape of the parameter: of all that have been moved by their gradient. */
  readonly traces: Parameters;
}

/** Activities [batch, units] per node. */
export type Activities = Readonly<Record<string, Values>>;

/** Whose answers are told. */
export type Answering = 'outputs' | 'nodes';

/** What a relaxation left. */
export interface Relaxed {
  /** Mean loss over the batch at the forward activities, summed over output nodes. */
  readonly loss: number;
  /** Forward activities of every node. */
  readonly forward: Activities;
  /** Final activities of every node, the clamped ones included. */
  readonly activity: Activities;
  /**
   * Of the batch-mean loss; descent is minus this. Learned feedback weights have theirs too. Where weights move during
   * the relaxation: what they would have moved by, over minus the learning rate.
   */
  readonly gradient: Parameters;
  /**
   * Activities after 0, 1, ... steps, or after those named, if they were recorded. Of a rule in phases every state, by
   * `NODE.STATE`; steps are counted through all phases that have some, each of which begins where the last one ended.
   */
  readonly course: readonly Activities[];
  /** Of a rule in phases: every state of its neurons at the end, by `NODE.STATE`. */
  readonly states?: Activities;
  /** Of a rule in phases: how each ended. */
  readonly phases?: readonly PhaseEnd[];
  /** How often neurons spoke during the relaxation (event engine): down, and of their course up. */
  readonly messages?: number;
  /** What sweeps, relaxations and plasticity cost, over the samples of the batch (event engine). */
  readonly energy?: Energy;
}

/** What training on a minibatch tells. */
export interface Trained {
  readonly loss: number;
  /** Forward activities of the output nodes, before the update. */
  readonly outputs: Activities;
  /** Of a rule that keeps states of samples: `NODE.STATE` [batch, units] at the end. */
  readonly kept?: Activities;
  /** As of `Relaxed`. */
  readonly energy?: Energy;
}

/** One presentation of a batch: under which rule, relaxing how. */
export interface Presentation {
  readonly rule: Rule;
  readonly relaxation: Relaxation;
  /** How often weights have been updated before, which rules in phases are told; 0 if not given. */
  readonly updates?: number;
  /** Of what rules in phases draw; 1 if not given. */
  readonly seed?: number;
  /** Of a rule that keeps states of samples: what was kept of these, as in `Trained`; 0 if not given. */
  readonly kept?: Activities;
}

/** A presentation to be looked at. */
export interface RelaxPresentation
  extends Presentation,
    Partial<Omit<LearningRates, 'optimiser' | 'clip' | 'clipNorm'>> {
  /**
   * Keep the activities after every step, or after these (0: as it begins); in continuous time a step is `stepSize` tau.
   * A relaxation that has no steps leaves its end, whichever are named.
   */
  readonly record?: boolean | readonly number[];
  /** Called with the number of samples done; the batched engine has them all done at once. */
  readonly onSample?: (done: number) => void;
}

/** What an engine answers: now, or later where its device is read while other work goes on. */
export type Answer<T> = T | Promise<T>;

/**
 * The contract of engines: the same network, the same rule, the same answer. Calls follow each other: the next is made when
 * the last has been answered.
 */
export interface AnySimulator {
  readonly engine: 'events' | 'batched';
  readonly network: Network;
  /** A copy of the parameters as they are. */
  parameters(): Answer<Parameters>;
  /** @throws {InputError} unless they are the network's, and finite */
  setParameters(parameters: Parameters): void;
  /** A copy of what the last optimiser keeps. An optimiser of another name than the last begins anew. */
  optimiserState(): Answer<OptimiserState>;
  /** @throws {InputError} unless traces are those of parameters, and finite */
  setOptimiserState(state: OptimiserState): void;
  /**
   * What the network answers, activities of the output nodes: those of the forward sweep, or what the rule says.
   * @param of what is told of: the outputs, or every node
   */
  predict(inputs: Batch['inputs'], rule?: Rule, of?: Answering): Answer<Activities>;
  /**
   * Forward sweep and relaxation; parameters stay as they are.
   * @throws {InputError} on feedback weights that are missing, or a relaxation that has no meaning under the rule
   */
  relax(batch: Batch, presentation: RelaxPresentation): Answer<Relaxed>;
  /**
   * Forward sweep, relaxation, plasticity: w <- w - learningRate * gradient, or as the optimiser has it, if the loss is finite.
   * @throws {InputError} as relax, and on an optimiser where weights move while the presentation goes on
   */
  train(batch: Batch, presentation: Presentation & LearningRates): Answer<Trained>;
  /** Frees what the engine holds; it cannot be used afterwards. */
  dispose(): void;
}

/** An engine that answers now: both of ours, but for the batched one on a backend that is read later. */
export interface Simulator extends AnySimulator {
  parameters(): Parameters;
  optimiserState(): OptimiserState;
  predict(inputs: Batch['inputs'], rule?: Rule, of?: Answering): Activities;
  relax(batch: Batch, presentation: RelaxPresentation): Relaxed;
  train(batch: Batch, presentation: Presentation & LearningRates): Trained;
}

import type { Message, WeightChange } from '../../../messages/message.js';
import type { Neuron, Source } from '../../../messages/ports.js';
import type { Stateful } from '../../../messages/state.js';
import type { Observable } from '../../../messages/streams.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { Layout } from '../../../network/layout.js';
import type { Parameters } from '../../../network/parameters.js';
import type { Grain } from '../../../synapses/synapse-set.js';
import type { Delays } from '../build/delays.js';
import type { Population } from '../build/populations.js';
import type { Learners } from '../present/readout.js';
import type { Surroundings } from '../surroundings.js';
import type { Actors } from '../watch/selection.js';
import type { LiveOptions } from './options.js';
import type { Units } from './stimulus.js';

/** What a way of living with stimuli is started with. */
export interface Setting {
  readonly layout: Layout;
  readonly parameters: Parameters;
  readonly around: Surroundings;
  readonly grain: Grain;
  readonly delays: Delays;
  readonly seed: number;
  /** Of weights, by what they have added up: over a presentation, or over time. */
  readonly change: WeightChange;
}

/** A network that lives with its stimuli in some way. */
export interface Regime extends Actors<LiveUnit, LiveInput>, Learners, Stateful<unknown> {
  readonly populations: Readonly<Record<string, Population<LiveUnit>>>;
  /** Those who have tasks waiting, apart from synapses. */
  readonly owners: readonly TaskOwner[];
  /** Inputs that were never answered, because others came. */
  readonly missed: number;
  /** Its clock, or all its timers, begin. */
  start(): void;
  /** New inputs, with targets if these are known already. */
  show(inputs: Units, targets: Units | undefined): void;
  /** Targets of what is shown; null if they hold no longer. */
  teach(targets: Units | null): void;
}

/** What can be heard, and saved. */
interface Part {
  readonly messages: Observable<Message>;
  state(): unknown;
  // A method, so that each may take a state of its own kind.
  restore(state: unknown): void;
}

/** An input of a live network. */
export interface LiveInput extends Source, Part {}

/** A neuron of a live network, with what an experimenter reads off it. */
export interface LiveUnit extends Neuron, Part {
  readonly bias: number;
  readonly biasGradient: number;
  readonly forwardActivity: number;
}

/** A way of living with stimuli that do not wait. */
export interface Way<Options = unknown> {
  readonly name: string;
  /** What it is, in a few words. */
  readonly summary: string;
  /** Nothing begins anew: what synapses carried stands until something else comes. */
  readonly lasting: boolean;
  /** Options of its own, with defaults where they are not given. */
  filled(options: LiveOptions): Options;
  /** @throws {InputError} on options of its own that are none, and on a network that it cannot run */
  start(setting: Setting, options: LiveOptions): Regime;
}

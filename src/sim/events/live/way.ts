import type { Layout } from '../../../network/layout.js';
import type { Parameters } from '../../../network/parameters.js';
import type { Delays } from '../delays.js';
import type { WeightChange } from '../message.js';
import type { Neuron, Source } from '../neuron.js';
import type { Population } from '../populations.js';
import type { TaskOwner } from '../queue.js';
import type { Learners } from '../readout.js';
import type { Actors } from '../selection.js';
import type { State, Stateful } from '../state.js';
import type { Surroundings } from '../surroundings.js';
import type { Grain } from '../synapse-set.js';
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
export interface Regime extends Actors, Learners, Stateful<State> {
  readonly inputs: Readonly<Record<string, readonly (Source & Actors['inputs'][string][number])[]>>;
  readonly populations: Readonly<Record<string, Population<Neuron & LiveUnit>>>;
  /** Those who have tasks waiting. */
  readonly owners: readonly TaskOwner[];
  /** Inputs that were never answered, because others came. */
  readonly missed: number;
  /** New inputs, with targets if these are known already. */
  show(inputs: Units, targets: Units | undefined): void;
  /** Targets of what is shown; null if they hold no longer. */
  teach(targets: Units | null): void;
}

/** What an experimenter reads off a neuron. */
export type LiveUnit = Learners['populations'][string]['neurons'][number] &
  Actors['populations'][string]['neurons'][number] & { readonly forwardActivity: number };

/** A way of living with stimuli that do not wait. */
export interface Way {
  readonly name: string;
  /** What it is, in a few words. */
  readonly summary: string;
  /** @throws {InputError} on options of its own that are none, and on a network that it cannot run */
  start(setting: Setting, options: LiveOptions): Regime;
}

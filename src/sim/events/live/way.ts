import type { Energy } from '../../../messages/energy.js';
import type { Message } from '../../../messages/message.js';
import type { EventQueue } from '../../../messages/queue.js';
import type { Stateful } from '../../../messages/state.js';
import type { Observable } from '../../../messages/streams.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { Layout } from '../../../network/layout.js';
import type { Parameters } from '../../../network/parameters.js';
import type { Obstacle } from '../../../rules/obstacle.js';
import type { Rule as Phases } from '../../../rules/rule.js';
import type { GrainName } from '../../../synapses/grains.js';
import type { Rule } from '../../rule.js';
import type { LearningRates } from '../../simulator.js';
import type { Delays } from '../build/delays.js';
import type { LiveOptions } from './options.js';
import type { Units } from './stimulus.js';

/** What a way of living with stimuli is started with. */
export interface Setting {
  readonly layout: Layout;
  readonly parameters: Parameters;
  readonly queue: EventQueue;
  readonly rule: Rule;
  readonly grain: GrainName;
  /** One for all synapses into a node. */
  readonly delays: Delays;
  readonly seed: number;
  /** Of weights, by what they have added up: over a presentation, or over time. */
  readonly rates: LearningRates;
}

/** A network that lives with its stimuli in some way. Its state is all that it is, but for what waits in the queue. */
export interface Regime extends Stateful<unknown> {
  /** Those who have tasks waiting. */
  readonly owners: readonly TaskOwner[];
  /** Inputs that were never answered, because others came. */
  readonly missed: number;
  /** What has been said so far, and what synapses carried of it. */
  readonly energy: Energy;
  /** Its clock, or all its timers, begin. */
  start(): void;
  /** New inputs, with targets if these are known already. */
  show(inputs: Units, targets: Units | undefined): void;
  /** Targets of what is shown; null if they hold no longer. */
  teach(targets: Units | null): void;
  /** What the neurons of a node, one that there is, answered last. */
  answer(node: string): Float64Array;
  parameters(): Parameters;
  /** All that the named inputs, neurons and synapses say. @throws {InputError} on a name that is not there */
  listen(selections: readonly string[]): Observable<Message>;
}

/** A way of living with stimuli that do not wait. */
export interface Way<Options = unknown> {
  readonly name: string;
  /** What it is, in a few words. */
  readonly summary: string;
  /** Options of its own, with defaults where they are not given. */
  filled(options: LiveOptions): Options;
  /** What keeps it from running a rule; nothing, where it can. */
  readonly obstacle?: (rule: Phases) => Obstacle | undefined;
  /** @throws {InputError} on a network that it cannot run, and on options of its own that are none */
  start(setting: Setting, options: LiveOptions): Regime;
}

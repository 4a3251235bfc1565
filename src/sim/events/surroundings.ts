import type { WeightChange } from '../../messages/message.js';
import type { EventQueue } from '../../messages/queue.js';
import type { Traffic } from '../../messages/traffic.js';
import type { WireOptions } from '../../messages/wires.js';
import type { MessagesName } from '../messages.js';
import type { RelaxationRule } from '../rule.js';
import type { Initial } from '../simulator.js';
import type { Speech } from '../speech.js';

/** What every actor of a circuit shares: time, and the rule they all follow. No state of any actor. */
export interface Surroundings {
  readonly queue: EventQueue;
  /** Set by the conductor between presentations. */
  rule: RelaxationRule;
  /** How wires differ from perfect ones; undefined where they do not. */
  readonly wires?: WireOptions | undefined;
  /**
   * What synapses carried stands until their neurons say something else: nothing begins anew, and weights may change under
   * it. Every synapse then hears all that its neurons say at once, or after one delay.
   */
  readonly lasting?: boolean | undefined;
  /** Counts what is said: for statistics only. */
  readonly traffic: Traffic;
}

/** What the conductor says to everybody: the phases of a presentation. These are global signals, not local. */
export type Signal =
  /** A new stimulus: forget the last one. */
  | { readonly kind: 'begin' }
  /** The forward sweep is over: latch it, clamp the outputs, say what you are. */
  | {
      readonly kind: 'relax';
      readonly initial: Initial;
      readonly messages: MessagesName;
      readonly band: number;
    }
  /** Threshold messages: how far an activity moves before it is said, by node. */
  | { readonly kind: 'quantum'; readonly speech: Speech }
  /** Threshold messages, and crossings: be where you are now, or where you are going for good, and say no more. */
  | { readonly kind: 'rest'; readonly forGood: boolean }
  /** Threshold messages are over: say where you are, when it is your turn. */
  | { readonly kind: 'flush' }
  /** Trajectories: be where you said you would be now. */
  | { readonly kind: 'sample' }
  /** Say your activity to those above, as the relaxation left it. */
  | { readonly kind: 'report' }
  /** Plasticity: tell your synapses what they need. */
  | { readonly kind: 'learn' }
  /** Weights change by what has been added up. */
  | { readonly kind: 'update'; readonly change: WeightChange }
  /** Weights have changed: say your feedback again. */
  | { readonly kind: 'repeat' }
  /** Forget the accumulated gradient. */
  | { readonly kind: 'forget' };

/** What a node's clock says: make a step, or go where the drive is now. */
export type Tick = { readonly kind: 'step'; readonly stepSize: number } | { readonly kind: 'settle' };

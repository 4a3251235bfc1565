import type { WeightChange } from '../messages/message.js';
import type { Fineness, MessagesName } from './speech.js';

/** The state that a relaxation begins with. */
export type Initial = 'forward' | 'zero';

/** What the protocol runner says to everybody: the phases of a presentation. These are global signals, not local. */
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
  | { readonly kind: 'quantum'; readonly fineness: (node: string) => Fineness }
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

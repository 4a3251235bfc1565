import type { ByNode } from './choice.js';
import type { Chosen } from './family.js';
import { type FeedbackName, feedbacks } from './feedbacks.js';

/** What a variant of Activation Relaxation may choose. */
export const arOptions = {
  feedback: {
    kind: 'choice',
    /** As the list is now: a pathway may have been added. */
    get choices() {
      return Object.keys(feedbacks) as FeedbackName[];
    },
    default: 'transpose',
    help: 'what carries messages down: the forward weights, or weights of its own',
  },
  derivative: {
    kind: 'choice',
    choices: ['frozen', 'current', 'none'],
    default: 'frozen',
    help: "f' in the relaxation",
  },
  updateDerivative: {
    kind: 'choice',
    choices: ['frozen', 'current', 'none'],
    default: 'frozen',
    help: "f' in the weight update",
  },
  presynaptic: {
    kind: 'choice',
    choices: ['stored', 'current'],
    default: 'stored',
    help: 'the activity below in the weight update: of the sweep, or where it relaxed to',
  },
  plasticity: {
    kind: 'choice',
    choices: ['equilibrium', 'continuous'],
    default: 'equilibrium',
    help: 'when weights change: after the relaxation, or during it',
  },
  bias: {
    kind: 'choice',
    choices: ['included', 'excluded'],
    default: 'included',
    help: 'in the pre-activations at which derivatives are taken',
  },
  inputs: {
    kind: 'choice',
    choices: ['clamped', 'relaxing'],
    default: 'clamped',
    help: 'inputs hold the stimulus, or relax like neurons',
  },
  initial: {
    kind: 'choice',
    choices: ['forward', 'zero'],
    default: 'forward',
    help: 'where relaxing activities begin',
  },
  steps: { kind: 'count', least: 0, default: 100, help: 'Euler steps of the relaxation' },
  stepSize: { kind: 'number', least: 0, above: true, default: 0.1, help: 'of a step, in tau' },
} as const;

type Same = Chosen<typeof arOptions>;
/** What nodes may choose otherwise than others. */
type Differing = 'feedback' | 'derivative' | 'updateDerivative';

export type ArChoice = Omit<Same, Differing> & { readonly [C in Differing]: ByNode<Same[C]> };
export type Derivative = Same['derivative'];

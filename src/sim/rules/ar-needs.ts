import { feedbacks } from '../../rules/feedbacks.js';
import type { Need } from '../../rules/locality.js';
import type { Variant } from '../variant.js';

/** All that a variant of Activation Relaxation reads that is not local now; docs/locality.md says why. */
export function arNeeds(variant: Variant): Need[] {
  const { feedback, derivative, updateDerivative, presynaptic, plasticity } = variant;
  const moving = derivative === 'current';
  const continuous = plasticity === 'continuous';
  const learnsMoving = presynaptic === 'current' || updateDerivative === 'current';
  return [
    signal('forward activity', 'phase'),
    signal('output error', 'signal relax'),
    signal('feedback', 'phase'),
    signal('teaching', 'signal learn'),
    signal('weight', 'signal learn'),
    signal('weight', 'signal update'),
    signal('bias', 'signal update'),
    ...when(feedback === 'learned', signal('feedback weight', 'signal update')),
    ...when(feedbacks[feedback].reads !== 'own weight', { update: 'drive', reads: 'weight', level: 3 }),
    ...when(derivative === 'frozen', kept('feedback', "f' of the forward sweep")),
    ...when(updateDerivative === 'frozen', kept('teaching', "f' of the forward sweep")),
    ...when(presynaptic === 'stored', kept('weight', 'forward activity')),
    // Whoever moves says so upward: whenever that is, or when asked to at the end.
    ...when(moving || (continuous && learnsMoving), signal('moving activity', 'phase')),
    ...when(!moving && !continuous && learnsMoving, signal('moving activity', 'signal report')),
    ...when(continuous, signal('feedback', 'signal repeat')),
  ];
}

const signal = (update: string, reads: string): Need => ({ update, reads, level: 2 });
const kept = (update: string, reads: string): Need => ({ update, reads, level: 1 });
const when = (holds: boolean, need: Need): Need[] => (holds ? [need] : []);

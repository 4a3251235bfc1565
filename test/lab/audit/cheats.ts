import type { Arithmetic } from '../../../src/math/arithmetic.js';
import type { NeuronState } from '../../../src/neurons/model.js';
import type { RelaxationRule } from '../../../src/sim/rule.js';
import { rules } from '../../../src/sim/rules.js';
import type { Presynaptic } from '../../../src/synapses/plasticity.js';

/** A feedback, as a rule computes it. */
export type Feedback = <T>(m: Arithmetic<T>, neuron: Omit<NeuronState<T>, 'drive'>) => T;
/** A presynaptic factor, as a rule computes it. */
export type Pre = <T>(m: Arithmetic<T>, presynaptic: Presynaptic<T>) => T;

const { ar } = rules;

/** Activation Relaxation that says something else downward. */
export function saying(feedback: Feedback): RelaxationRule {
  return { ...ar, name: 'a cheat', neuron: { ...ar.neuron, feedback } };
}

/** Activation Relaxation that learns from something else below. */
export function learningFrom(pre: Pre): RelaxationRule {
  const terms = ar.plasticity.terms.map((term) => ({ ...term, pre }));
  return { ...ar, name: 'a cheat', plasticity: { ...ar.plasticity, terms } };
}

/** What honest Activation Relaxation says. */
export const honest: Feedback = (m, { activity, slope }) => m.mul(activity, slope);

/** A value as the engine's own object or number, whatever the types say. */
export const bare = <T>(value: T) => value as unknown as number;

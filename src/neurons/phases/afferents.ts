import type { Place } from '../../rules/choice.js';
import type { Names, Term } from '../../rules/rule.js';

export type AnyTerm = Term<Names, string>;

/** Synapses that end at a population and learn from what its neurons tell them. */
export interface Afferents {
  /** How many each neuron has; by neuron, where they have not all as many. */
  readonly fan: number;
  readonly fans?: Int32Array | undefined;
  /** Which synapses they are, or of which node: terms may be for some alone. */
  readonly of?: Place | undefined;
  /** They end at ports: factors are those of neurons towards each, at port * neurons + neuron. */
  readonly atPorts?: boolean;
  /** gradient += factor * pre * own. @param factors of each neuron, gain * post */
  learn(term: AnyTerm, factors: Float64Array, units: Int32Array): void;
}

/** They learn by a term. */
export const learnBy = ({ at }: AnyTerm, { of }: Pick<Afferents, 'of'>): boolean => !at || !of || at(of);

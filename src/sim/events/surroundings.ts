import type { Medium } from '../../messages/medium.js';
import type { RelaxationRule } from '../rule.js';

/** What every actor of a circuit shares: the medium, and the rule they all follow. No state of any actor. */
export interface Surroundings extends Medium {
  /** Set by the protocol runner between presentations. */
  rule: RelaxationRule;
}

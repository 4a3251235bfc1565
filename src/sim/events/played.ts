import type { PhasedRule } from '../rule.js';

/** A rule as the event engine plays it. */
export interface Played {
  readonly rule: PhasedRule;
  /** Of a rule whose neurons are known by one state: that. All states are told if not given. */
  readonly activity?: string | undefined;
}

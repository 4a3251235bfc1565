import { refuse } from '../../errors.js';
import { stepping } from '../phased.js';
import { paperRelaxation } from '../relaxation.js';
import type { PhasedRule, Rule } from '../rule.js';
import { ar } from '../rules/ar.js';
import type { Relaxation } from '../simulator.js';

/** A rule as the event engine plays it. */
export interface Played {
  readonly rule: PhasedRule;
  /** Of a rule whose neurons are known by one state: that. All states are told if not given. */
  readonly activity?: string | undefined;
}

/** @throws {InputError} on a rule that is not made of local messages */
export function playedOf(rule: Rule, relaxation: Relaxation): Played {
  if (rule.kind === 'phases') return { rule };
  if (rule.kind === 'backpropagation')
    return refuse({
      where: 'EventSimulator.rule',
      got: JSON.stringify(rule.name),
      expected: 'a rule of local messages: ar',
      hint: 'the batched engine for bp',
    });
  return { rule: stepping(rule, relaxation), activity: 'x' };
}

/** A rule whose presentations are looked at, however they step. @throws {InputError} as `playedOf` */
export const watchedOf = (rule: Rule): Played => playedOf(rule, paperRelaxation);

/** What a network answers: what the rule says, or else what the forward sweep leaves. */
export const answeringOf = (rule: Rule | undefined): PhasedRule =>
  rule?.kind === 'phases' ? rule : stepping(ar, paperRelaxation);

import { leavesOf } from './expression.js';
import type { Formula, Phase, Rule } from './rule.js';
import { allOf, sharesOf } from './shares.js';
import { expressionsOf } from './symbols.js';

/**
 * Whether a formula of dx/dt has x in it once, as -x: where x is 0 it is then the drive, to the bit. Elsewhere x is felt
 * otherwise, too (`ep`), or by another state that follows it (`pc`).
 */
export function leaksAlone(rule: Rule, phase: Phase, state: string, formula: Formula): boolean {
  const expression = expressionsOf(rule)(formula, phase);
  if (expression === undefined) return false;
  const felt = leavesOf(expression).filter((leaf) => leaf.kind === 'state' && leaf.name === state);
  if (felt.length !== 1) return false;
  const { of } = sharesOf(expression, (quantity, leaf) => (leaf === felt[0] ? allOf(quantity) : undefined));
  return [...of.values()].every((share) => share === -1) && of.size === 1;
}

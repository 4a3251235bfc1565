import { leavesOf } from '../../../rules/expression.js';
import { adapts } from '../../../rules/names.js';
import type { Rule } from '../../../rules/rule.js';
import { type Traced, trace } from '../../../rules/symbols.js';

const found = new WeakMap<Rule, boolean>();

/**
 * Whether a presentation under a rule does the same operations each time, whatever the numbers: no formula is told which step or
 * update it is, or draws, or is another each time; nothing is kept of samples or told of them, and weights stay as they are.
 */
export function isRepeatable(rule: Rule): boolean {
  const known = found.get(rule) ?? repeats(rule);
  found.set(rule, known);
  return known;
}

function repeats(rule: Rule): boolean {
  if (rule.keeps || rule.factors || adapts(rule)) return false;
  try {
    return trace(rule).every(same);
  } catch {
    // One that cannot be looked through.
    return false;
  }
}

// One that is told the step may ask for the update at a later one than the first, which is all that is looked at.
const same = ({ expression, signals, hides }: Traced): boolean =>
  !hides &&
  signals.size === 0 &&
  leavesOf(expression).every(({ kind }) => kind !== 'noise' && kind !== 'factor');

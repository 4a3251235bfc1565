import { leavesOf } from '../../../rules/expression.js';
import type { Rule } from '../../../rules/rule.js';
import { trace } from '../../../rules/symbols.js';

interface Inlet {
  readonly path: string;
  readonly key: string;
}

const known = new WeakMap<Rule, readonly Inlet[]>();

/** The sums of what arrives that any formula of a rule reads. */
export function inletsRead(rule: Rule): readonly Inlet[] {
  let inlets = known.get(rule);
  if (!inlets) {
    const leaves = trace(rule).flatMap(({ expression }) => leavesOf(expression));
    const read = leaves.flatMap((leaf) =>
      leaf.kind === 'inlet' ? [[`${leaf.path}/${leaf.key}`, leaf] as const] : [],
    );
    inlets = [...new Map(read).values()];
    known.set(rule, inlets);
  }
  return inlets;
}

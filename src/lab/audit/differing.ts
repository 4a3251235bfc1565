import type { Bundle } from '../../network/bundles.js';
import { feedbackBundles } from '../../network/feedback-weights.js';
import type { LaidOutNode, Layout } from '../../network/layout.js';
import { equationsOf, keptIn } from '../../rules/needs.js';
import { carrierAt, type Rule } from '../../rules/rule.js';
import { isMeant } from '../../sim/roles.js';
import type { Formula, Need } from './levels.js';

/** Where nodes choose for themselves: of each need those that have it; nothing of what all have alike. */
export function nodesOf(rule: Rule, layout: Layout): (need: Need) => readonly string[] {
  const having = new Map<string, Set<LaidOutNode>>();
  for (const { meant, need } of keptIn(rule)) {
    const nodes = having.get(keyOf(need)) ?? new Set();
    having.set(keyOf(need), nodes);
    for (const node of layout.nodes) if (isMeant(meant, { node }) || !meant.at) nodes.add(node);
  }
  return (need) => {
    const path = Object.hasOwn(rule.paths, need.update) ? rule.paths[need.update] : undefined;
    if (need.reads === 'weight' && path?.by)
      return addresses(feedbackBundles(layout, path.inputs ?? false, (one) => !carrierAt(path, one).weights));
    const nodes = having.get(keyOf(need));
    return !nodes || nodes.size === layout.nodes.length ? [] : named([...nodes]);
  };
}

/** What formulas compute; where not all who are meant by the word do it, of which nodes. */
export const formulasIn = (rule: Rule, layout: Layout): readonly Formula[] =>
  equationsOf(rule).flatMap(({ of, formula, meant }) => {
    if (!meant.at) return [{ of, formula }];
    const nodes = named(layout.nodes.filter((node) => isMeant(meant, { node })));
    return nodes.length === 0 ? [] : [{ of: `${of} of ${nodes.join(', ')}`, formula }];
  });

const addresses = (bundles: readonly Bundle[]) => bundles.map(({ name, part }) => part?.address ?? name);
const named = (nodes: readonly LaidOutNode[]) => nodes.map(({ name }) => name);
const keyOf = ({ update, reads, level }: Need) => `${update} ${reads} ${level}`;

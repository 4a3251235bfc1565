import type { LaidOutNode, Layout } from '../../network/layout.js';
import { keptIn } from '../../rules/needs.js';
import { carrierAt, type Rule } from '../../rules/rule.js';
import { isMeant } from '../../sim/roles.js';
import type { Need } from './levels.js';

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
      return named(layout.nodes.filter((node) => node.feedback && !carrierAt(path, node).weights));
    const nodes = having.get(keyOf(need));
    return !nodes || nodes.size === layout.nodes.length ? [] : named([...nodes]);
  };
}

const named = (nodes: readonly LaidOutNode[]) => nodes.map(({ name }) => name);
const keyOf = ({ update, reads, level }: Need) => `${update} ${reads} ${level}`;

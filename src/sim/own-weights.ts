import { refuse } from '../errors.js';
import { directName, directNodes, feedbackBundles } from '../network/feedback-weights.js';
import type { LaidOutNode, Layout } from '../network/layout.js';
import type { Rule } from '../rules/rule.js';
import { ownIn } from './pathway.js';

/** Weights beside the forward ones: whose, and of what kind. */
export interface OwnWeights {
  readonly name: string;
  readonly node: LaidOutNode;
  readonly way: 'down' | 'direct';
}

/** The weights that a rule's paths have beside the forward ones, in the order of nodes. */
export function ownWeightsOf(layout: Layout, { paths }: Rule): OwnWeights[] {
  const all = Object.values(paths);
  const down = all.find(({ way, weights, by }) => way === 'down' && (weights !== undefined || by));
  const fed = feedbackBundles(layout, down?.inputs ?? false, ownIn(down));
  const direct = new Set(all.some(({ way }) => way === 'direct') ? directNodes(layout) : []);
  return layout.nodes.flatMap((node): OwnWeights[] => [
    ...fed
      .filter((one) => one.node === node)
      .map(({ feedbackName: name }) => ({ name, node, way: 'down' as const })),
    ...(direct.has(node) ? [{ name: directName(node.name), node, way: 'direct' as const }] : []),
  ]);
}

/** @throws {InputError} naming the first weights that a path of the rule should have and that are not there */
export function requireWeights(
  layout: Layout,
  parameters: Readonly<Record<string, unknown>>,
  rule: Rule,
): void {
  for (const { name } of ownWeightsOf(layout, rule)) {
    if (name in parameters) continue;
    refuse({
      where: 'parameters',
      got: `no ${name}`,
      expected: `one: rule ${rule.name} has weights of its own`,
      hint: 'initialParameters with the rule',
    });
  }
}

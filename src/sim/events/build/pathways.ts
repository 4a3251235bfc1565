import { feedbackName, feedbackNodes, requireFeedback } from '../../../network/feedback-weights.js';
import type { Layout } from '../../../network/layout.js';
import type { RelaxationRule } from '../../rule.js';
import type { Population } from './populations.js';

type Populations = Readonly<Record<string, Population<unknown>>>;

/** @throws {InputError} on a pathway with weights of its own where a node has none */
export function checkPathway(rule: RelaxationRule, layout: Layout, populations: Populations): void {
  if (rule.feedback.ownWeights) requireFeedback(layout, feedbackWeights(populations), rule);
}

/** From now on all synapses carry feedback down by the pathway of a rule, which has been checked. */
export function carryDownBy(rule: RelaxationRule, layout: Layout, populations: Populations): void {
  const { ownWeights, learns } = rule.feedback;
  const fed = new Set(feedbackNodes(layout, rule.inputsRelax).map((node) => node.name));
  for (const { node, blocks } of Object.values(populations)) {
    const pathway = { ownWeights, learns: learns && fed.has(node.name) };
    for (const { synapses } of blocks) synapses.down.use(pathway);
  }
}

/** The nodes whose synapses have feedback weights of their own, by the name of those. */
function feedbackWeights(populations: Populations): Record<string, unknown> {
  const having = Object.values(populations).filter(({ blocks }) =>
    blocks.every(({ synapses }) => synapses.down.get(0) !== undefined),
  );
  return Object.fromEntries(having.map(({ node }) => [feedbackName(node.name), true]));
}

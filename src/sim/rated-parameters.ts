import { nearest, refuse } from '../errors.js';
import { feedbackBundles } from '../network/feedback-weights.js';
import { layOut } from '../network/layout.js';
import type { Network } from '../network/network.js';
import { parameterShapes } from '../network/parameters.js';
import { listed } from '../schema.js';
import { pathwayOf } from './pathway.js';
import { fitsPattern } from './rates.js';
import type { Rule } from './rule.js';
import { learnsFeedback } from './traits.js';

/** Names of the parameters that learn under a rule. */
function learning(network: Network, rule: Rule): string[] {
  const fed = learnsFeedback(rule) ? feedbackBundles(layOut(network), pathwayOf(rule).inputsRelax) : [];
  return [...Object.keys(parameterShapes(network)), ...new Set(fed.map(({ feedbackName }) => feedbackName))];
}

/**
 * @param nodeLearningRates by the name of a node (its weights and biases), of a projection (`NODE:NAME`), of a parameter (`NODE.bias`), or by a pattern in
 * which `*` stands for any text
 * @throws {InputError} on a rate of a node or a parameter that there is not, or that does not learn, and on a pattern that fits none
 */
export function requireRated(
  network: Network,
  { nodeLearningRates = {} }: { readonly nodeLearningRates?: object | undefined },
  rule: Rule,
  where = 'nodeLearningRates',
): void {
  const nodes = Object.keys(network.nodes);
  const parameters = learning(network, rule);
  const projections = layOut(network).nodes.flatMap(({ bundles }) =>
    bundles.flatMap(({ part }) => (part ? [part.address] : [])),
  );
  const known = [...nodes, ...projections, ...parameters];
  for (const key of Object.keys(nodeLearningRates)) {
    if (known.some((name) => fitsPattern(key, name))) continue;
    const near = key.includes('*') ? undefined : nearest(key, known);
    refuse({
      where,
      got: JSON.stringify(key),
      expected: `one of ${listed(nodes)}, a parameter of one that learns, such as ${parameters.at(-1)}, or a pattern that fits one, such as *.bias`,
      hint: near && JSON.stringify(near),
    });
  }
}

import { refuse } from '../errors.js';
import type { Bundle } from './bundles.js';
import { type LaidOutNode, type Layout, parameterName } from './layout.js';
import type { ParameterShape } from './node-type.js';

/** The name of the weights over which a node hears the outputs directly, [units, outputs]. */
export const directName = (node: string) => parameterName(node, 'direct');

/** Their shape: a column for every unit of every output, in the order of nodes. */
export function directShape({ outputs }: Layout, { size }: Pick<LaidOutNode, 'size'>): ParameterShape {
  const ins = outputs.reduce((sum, output) => sum + output.size, 0);
  return { shape: [size, ins], fan: { in: ins, out: size } };
}

/** The nodes that hear outputs directly: those that learn, and are no output. */
export const directNodes = ({ nodes }: Pick<Layout, 'nodes'>): LaidOutNode[] =>
  nodes.filter((node) => !node.loss && learnsIn(node));

/** A node has weights that learn. */
export const learnsIn = ({ bundles }: LaidOutNode): boolean =>
  bundles.some(({ feedback }) => feedback !== undefined);

/** Synapses with feedback weights, and the node that they end at. */
export type Fed = Bundle & { readonly feedback: ParameterShape; readonly node: LaidOutNode };

/** Whether messages go down over weights of their own: over all synapses alike, or over some. */
export type OwnWeights = boolean | ((bundle: Bundle) => boolean);

/**
 * Synapses with weights over which messages go down to anyone: to a parent that relaxes.
 * @param own of these, those with weights of their own
 */
export function feedbackBundles({ nodes }: Layout, inputsRelax: boolean, own: OwnWeights = true): Fed[] {
  if (own === false) return [];
  const names = new Set(nodes.map(({ name }) => name));
  const fed = nodes.flatMap((node) =>
    node.bundles
      .map((bundle) => ({ ...bundle, node }))
      .filter((one): one is Fed => one.feedback !== undefined && (own === true || own(one))),
  );
  const heard = ({ node, parents }: Fed): boolean =>
    node.parents.some(({ name }, parent) => parents.has(parent) && names.has(name));
  return fed.filter((one) => inputsRelax || heard(one));
}

/** What carries messages down under a rule. */
interface Feeding {
  readonly feedbacks: { at(bundle: Bundle): { readonly name: string; readonly ownWeights: boolean } };
  readonly inputsRelax: boolean;
}

/** @throws {InputError} naming the first node that should have feedback weights of its own and has none */
export function requireFeedback(
  layout: Layout,
  parameters: Readonly<Record<string, unknown>>,
  { feedbacks, inputsRelax }: Feeding,
  where = 'parameters',
): void {
  const ownAt = (bundle: Bundle) => feedbacks.at(bundle).ownWeights;
  const without = feedbackBundles(layout, inputsRelax, ownAt).find(
    ({ feedbackName }) => !(feedbackName in parameters),
  );
  if (!without) return;
  refuse({
    where,
    got: `no ${without.feedbackName}`,
    expected: `one of shape [${without.feedback.shape.join(', ')}] for feedback ${feedbacks.at(without).name}`,
    hint: 'feedback transpose, or initialParameters with a pathway that has weights of its own',
  });
}

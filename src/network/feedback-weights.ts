import { refuse } from '../errors.js';
import { type LaidOutNode, type Layout, parameterName } from './layout.js';
import type { ParameterShape } from './node-type.js';

/** The name of a node's feedback weights, [in, out]. */
export const feedbackName = (node: string) => parameterName(node, 'feedback');

/** The name of the weights over which a node hears the outputs directly, [units, outputs]. */
export const directName = (node: string) => parameterName(node, 'direct');

/** Their shape: a column for every unit of every output, in the order of nodes. */
export function directShape({ outputs }: Layout, { size }: Pick<LaidOutNode, 'size'>): ParameterShape {
  const ins = outputs.reduce((sum, output) => sum + output.size, 0);
  return { shape: [size, ins], fan: { in: ins, out: size } };
}

/** The nodes that hear outputs directly: those that learn, and are no output. */
export const directNodes = ({ nodes }: Pick<Layout, 'nodes'>): LaidOutNode[] =>
  nodes.filter(({ loss, feedback }) => !loss && feedback !== undefined);

/** A node with feedback weights. */
export type Fed = LaidOutNode & { readonly feedback: ParameterShape };

/** Whether messages of a node go down over weights of its own: of all nodes the same, or of each. */
export type OwnWeights = boolean | ((node: LaidOutNode) => boolean);

/**
 * The nodes with weights whose messages go down to anyone: those with a parent that relaxes.
 * @param own of these, those with weights of their own
 */
export function feedbackNodes({ nodes }: Layout, inputsRelax: boolean, own: OwnWeights = true): Fed[] {
  if (own === false) return [];
  const names = new Set(nodes.map(({ name }) => name));
  const fed = nodes.filter((node): node is Fed => node.feedback !== undefined && (own === true || own(node)));
  return fed.filter(({ parents }) => inputsRelax || parents.some(({ name }) => names.has(name)));
}

/** What carries messages down under a rule. */
interface Feeding {
  readonly feedbacks: { at(node: LaidOutNode): { readonly name: string; readonly ownWeights: boolean } };
  readonly inputsRelax: boolean;
}

/** @throws {InputError} naming the first node that should have feedback weights of its own and has none */
export function requireFeedback(
  layout: Layout,
  parameters: Readonly<Record<string, unknown>>,
  { feedbacks, inputsRelax }: Feeding,
  where = 'parameters',
): void {
  const ownAt = (node: LaidOutNode) => feedbacks.at(node).ownWeights;
  const without = feedbackNodes(layout, inputsRelax, ownAt).find(
    ({ owner }) => !(feedbackName(owner) in parameters),
  );
  if (!without) return;
  refuse({
    where,
    got: `no ${feedbackName(without.owner)}`,
    expected: `one of shape [${without.feedback.shape.join(', ')}] for feedback ${feedbacks.at(without).name}`,
    hint: 'feedback transpose, or initialParameters with a pathway that has weights of its own',
  });
}

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

/** The nodes with weights whose messages go down to anyone: those with a parent that relaxes. */
export function feedbackNodes({ nodes }: Layout, inputsRelax: boolean): Fed[] {
  const names = new Set(nodes.map(({ name }) => name));
  const fed = nodes.filter((node): node is Fed => node.feedback !== undefined);
  return fed.filter(({ parents }) => inputsRelax || parents.some(({ name }) => names.has(name)));
}

/** @throws {InputError} naming the first node that should have feedback weights of its own and has none */
export function requireFeedback(
  layout: Layout,
  parameters: Readonly<Record<string, unknown>>,
  { feedback, inputsRelax }: { readonly feedback: { readonly name: string }; readonly inputsRelax: boolean },
  where = 'parameters',
): void {
  const without = feedbackNodes(layout, inputsRelax).find(
    ({ owner }) => !(feedbackName(owner) in parameters),
  );
  if (!without) return;
  refuse({
    where,
    got: `no ${feedbackName(without.owner)}`,
    expected: `one of shape [${without.feedback.shape.join(', ')}] for feedback ${feedback.name}`,
    hint: 'feedback transpose, or initialParameters with a pathway that has weights of its own',
  });
}

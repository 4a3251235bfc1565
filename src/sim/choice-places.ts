import { nearest, refuse } from '../errors.js';
import type { Bundle } from '../network/bundles.js';
import type { LaidOutNode, Layout } from '../network/layout.js';
import { nodeTypes } from '../network/nodes.js';
import { type Choice, keysIn, type NodeChoice, namedAt } from '../rules/choice.js';
import { listed } from '../schema.js';

/** A rule whose nodes choose. */
interface Choosing {
  readonly name: string;
  readonly choices?: readonly NodeChoice[];
  readonly feedbacks?: Choice<{ readonly learns: boolean }>;
}

/**
 * Every key of a choice is a node of the network or a projection with a name, or a type that a node or such a projection of it
 * has; and all projections of a node that learn from what it says down learn from the same.
 * @throws {InputError} naming what there is, and the nearest of it
 */
export function requirePlaces(layout: Pick<Layout, 'nodes'>, rule: Choosing, where = 'variant'): void {
  for (const choice of rule.choices ?? [])
    for (const key of keysIn(choice.given)) requirePlace(layout, choice, key, where);
  const update = rule.choices?.find(({ name }) => name === 'updateDerivative');
  if (update && rule.feedbacks)
    for (const node of layout.nodes) requireOneMessage(node, rule.feedbacks, update, where);
}

function requirePlace(
  { nodes }: Pick<Layout, 'nodes'>,
  choice: NodeChoice,
  key: string,
  where: string,
): void {
  const node = nodes.find(({ name }) => name === key);
  const typed = nodes.filter(({ spec }) => spec.type === key);
  const projections = namedIn(nodes).filter(({ part }) => part!.address === key || part!.pattern === key);
  const at = `${where}.${choice.name}`;
  const got = `${key}=${(choice.given as Readonly<Record<string, string>>)[key]}`;
  if (node && typed.length + projections.length > 0 && !(typed.length === 1 && typed[0] === node))
    refuse({
      where: at,
      got,
      expected: 'a name that is a node or a type, and not both',
      hint: `another name for node ${key}`,
    });
  const meant = node ? [node] : typed;
  if (!choice.ofWeights && meant.length === 0 && projections.length > 0)
    refuse({
      where: at,
      got: `${got}, of a projection`,
      expected: 'a node or a type of nodes: what neurons say down is the same over all their projections',
      hint: `${projections[0].name}=${got.split('=')[1]}`,
    });
  if (meant.length + projections.length === 0) refuseUnknown(nodes, choice, at, got, key);
  const learn = (one: LaidOutNode) => one.bundles.some(({ feedback }) => feedback !== undefined);
  if (!choice.ofWeights || projections.length > 0 || meant.some(learn)) return;
  const learning = nodes.filter(learn);
  refuse({
    where: at,
    got,
    expected: `a node with weights that learn, or a type of such: ${listed(keysOf(learning, choice))}`,
  });
}

function refuseUnknown(
  nodes: readonly LaidOutNode[],
  choice: NodeChoice,
  where: string,
  got: string,
  key: string,
): never {
  const known = keysOf(nodes, choice);
  const near = nearest(key, known);
  const isType = Object.hasOwn(nodeTypes, key) ? `, of which no node is` : '';
  refuse({
    where,
    got: `${got}${isType}`,
    expected: `a node or a type of the network: ${listed(known)}`,
    hint: near && JSON.stringify(near),
  });
}

/** What its neurons say down has one factor for all that learn from it. */
function requireOneMessage(
  { name, bundles }: LaidOutNode,
  feedbacks: NonNullable<Choosing['feedbacks']>,
  { given }: NodeChoice,
  where: string,
): void {
  const learning = bundles.filter((one) => feedbacks.at(one).learns);
  const factors = [...new Set(learning.map((one) => namedAt(given, one)))];
  if (factors.length < 2) return;
  refuse({
    where: `${where}.updateDerivative`,
    got: `${factors.join(' and ')} of projections of node ${name} whose feedback weights learn`,
    expected: 'one: all of these learn from the same message',
  });
}

const namedIn = (nodes: readonly LaidOutNode[]): readonly Bundle[] =>
  nodes.flatMap(({ bundles }) => bundles.filter(({ part }) => part));

const keysOf = (nodes: readonly LaidOutNode[], { ofWeights }: NodeChoice): string[] => {
  const parts = ofWeights ? namedIn(nodes).map(({ part }) => part!) : [];
  return [
    ...new Set([
      ...nodes.map(({ spec }) => spec.type),
      ...parts.map(({ pattern }) => pattern),
      ...nodes.map(({ name }) => name),
      ...parts.map(({ address }) => address),
    ]),
  ];
};

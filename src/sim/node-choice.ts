import { choose, nearest, refuse } from '../errors.js';
import type { LaidOutNode, Layout } from '../network/layout.js';
import { nodeTypes } from '../network/nodes.js';
import { type ByNode, keysIn, type NodeChoice } from '../rules/choice.js';
import { asObject, listed, nameIn, readValue, show } from '../schema.js';

/**
 * Reads a choice: a name, `transpose,conv2d=learned,out=random` (a name for all, and others for nodes of a type or for a node),
 * or the same as an object, `{"default": "transpose", "conv2d": "learned"}`.
 * @param standard for all nodes of which nothing is said
 * @throws {InputError} naming the part
 */
export function readChoice<N extends string>(
  where: string,
  names: Readonly<Record<N, unknown>>,
  value: unknown,
  standard: N,
): ByNode<N> {
  if (typeof value === 'string' && /[=,]/.test(value)) return readText(where, names, value, standard);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return readValue(where, nameIn(names), value) as N;
  const given = asObject(where, value);
  const all = Object.entries({ default: standard, ...given });
  for (const [key, name] of all) readValue(`${where}.${key}`, nameIn(names), name);
  return simplest(Object.fromEntries(all) as ByNode<N>);
}

function readText<N extends string>(
  where: string,
  names: Readonly<Record<N, unknown>>,
  text: string,
  standard: N,
): ByNode<N> {
  const parts = new Map<string, string>();
  for (const part of text.split(',')) {
    const [key, name = ''] = part.includes('=')
      ? part.split(/=(.*)/s).map((one) => one.trim())
      : ['default', part.trim()];
    const got = show(part.trim());
    if (key === '' || (key === 'default' && part.includes('=')))
      refuse({ where, got, expected: 'a name for all, or NODE=NAME or TYPE=NAME' });
    if (parts.has(key)) {
      const what = key === 'default' ? 'a second choice for all' : `a second choice for ${key}`;
      refuse({ where, got: `${got}, ${what}`, expected: 'one' });
    }
    choose(key === 'default' ? where : `${where}.${key}`, names, name);
    parts.set(key, name);
  }
  return simplest({ default: standard, ...Object.fromEntries(parts) } as ByNode<N>);
}

/** A choice that says nothing of any node is a name. */
const simplest = <N extends string>(given: ByNode<N>): ByNode<N> =>
  typeof given !== 'string' && keysIn(given).length === 0 ? given.default : given;

/**
 * Every key of a choice is a node of the network, or a type that a node of it has.
 * @throws {InputError} naming what there is, and the nearest of it
 */
export function requirePlaces(
  layout: Pick<Layout, 'nodes'>,
  rule: { readonly name: string; readonly choices?: readonly NodeChoice[] },
  where = 'variant',
): void {
  for (const choice of rule.choices ?? [])
    for (const key of keysIn(choice.given)) requirePlace(layout, choice, key, where);
}

function requirePlace(
  { nodes }: Pick<Layout, 'nodes'>,
  choice: NodeChoice,
  key: string,
  where: string,
): void {
  const node = nodes.find(({ name }) => name === key);
  const typed = nodes.filter(({ spec }) => spec.type === key);
  const at = `${where}.${choice.name}`;
  const got = `${key}=${(choice.given as Readonly<Record<string, string>>)[key]}`;
  if (node && typed.length > 0 && !(typed.length === 1 && typed[0] === node))
    refuse({
      where: at,
      got,
      expected: 'a name that is a node or a type, and not both',
      hint: `another name for node ${key}`,
    });
  const meant = node ? [node] : typed;
  if (meant.length === 0) refuseUnknown(nodes, at, got, key);
  if (!choice.ofWeights || meant.some((one) => one.feedback !== undefined)) return;
  const learning = nodes.filter((one) => one.feedback !== undefined);
  refuse({
    where: at,
    got,
    expected: `a node with weights that learn, or a type of such: ${listed(keysOf(learning))}`,
  });
}

function refuseUnknown(nodes: readonly LaidOutNode[], where: string, got: string, key: string): never {
  const known = keysOf(nodes);
  const near = nearest(key, known);
  const isType = Object.hasOwn(nodeTypes, key) ? `, of which no node is` : '';
  refuse({
    where,
    got: `${got}${isType}`,
    expected: `a node or a type of the network: ${listed(known)}`,
    hint: near && JSON.stringify(near),
  });
}

const keysOf = (nodes: readonly LaidOutNode[]): string[] => [
  ...new Set([...nodes.map(({ spec }) => spec.type), ...nodes.map(({ name }) => name)]),
];

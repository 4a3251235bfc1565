/** A node, or a projection of one that has weights of its own, as far as choices tell them apart. */
export interface Place {
  readonly name: string;
  readonly spec: { readonly type: string };
  /** Of a projection, with the node's name and type: `NODE:NAME`, and its pattern. */
  readonly part?: { readonly address: string; readonly pattern: string } | undefined;
  /** Of a node: its synapses by the weights that they have; itself, if all have the same. */
  readonly bundles?: readonly Place[] | undefined;
}

/** What of a node may choose what carries its messages: its synapses by the weights that they have. */
export const bundlesOf = (node: Place): readonly Place[] =>
  node.bundles && node.bundles.length > 0 ? node.bundles : [node];

/** What of a node may choose what it learns from: the same, and its biases, which are the node's. */
export const learnersOf = (node: Place): readonly Place[] => [node, ...(node.bundles ?? [])];

/** A value for every node, or others for some: by the name of a node, or else by its type; `default` for the rest. */
export type ByNode<N extends string> = N | ({ readonly default: N } & Readonly<Record<string, N>>);

/** A choice that nodes may make otherwise than others. */
export interface Choice<V> {
  /** Of nodes of which nothing else is said. */
  readonly default: V;
  /** All values that any node may have, that of the rest first; each once. */
  readonly all: readonly V[];
  at(node: Place): V;
}

/** The choice that all make alike. */
export const alike = <V>(value: V): Choice<V> => ({ default: value, all: [value], at: () => value });

/** The choice that is written so, of values by name. */
export function choiceOf<N extends string, V>(given: ByNode<N>, values: Readonly<Record<N, V>>): Choice<V> {
  if (typeof given === 'string') return alike(values[given]);
  const all = [...new Set([given.default, ...namesIn(given)])].map((name) => values[name]);
  return { default: values[given.default], all, at: (node) => values[namedAt(given, node)] };
}

/** What a node chooses: by its name, or its type. A projection: by its address, its node, its pattern, or its node's type. */
export function namedAt<N extends string>(given: ByNode<N>, { name, spec: { type }, part }: Place): N {
  if (typeof given === 'string') return given;
  const { address, pattern } = part ?? {};
  const key = [address, name, pattern, type].find(
    (one): one is string => one !== undefined && one !== 'default' && Object.hasOwn(given, one),
  );
  return given[key ?? 'default'];
}

/** What any node chooses, each once. */
export const namesIn = <N extends string>(given: ByNode<N>): readonly N[] =>
  typeof given === 'string' ? [given] : [...new Set(Object.values(given) as N[])];

/** Keys by which nodes choose for themselves. */
export const keysIn = (given: ByNode<string>): readonly string[] =>
  typeof given === 'string' ? [] : Object.keys(given).filter((key) => key !== 'default');

/** As text: `transpose,conv2d=learned`; what an option of the command line takes. */
export function choiceText(given: ByNode<string>): string {
  if (typeof given === 'string') return given;
  return [given.default, ...keysIn(given).map((key) => `${key}=${given[key]}`)].join(',');
}

/** A choice that nodes make for themselves. */
export interface NodeChoice {
  /** What it is called where it was made. */
  readonly name: string;
  readonly given: ByNode<string>;
  /** It is about weights that learn: nodes without any cannot make it. */
  readonly ofWeights: boolean;
}

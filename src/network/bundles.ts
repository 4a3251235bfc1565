import type { InitialiserSpec } from './initialiser.js';
import type { Network } from './network.js';
import type { NodeSpec, NodeType, ParameterShape } from './node-type.js';
import { parameterName } from './parameter-name.js';
import type { Shape } from './shapes.js';

/** Synapses of a node that have one weight parameter, and choose together what carries messages down and what they learn from. */
export interface Bundle {
  /** The node. */
  readonly name: string;
  readonly spec: NodeSpec;
  /** Of one that is a projection with weights of its own. */
  readonly part?: { readonly address: string; readonly pattern: string } | undefined;
  /** Their weight among the parameters of the node. */
  readonly key: string;
  /** Names of the parameters: another node's, where they are shared. */
  readonly weight: string;
  readonly feedbackName: string;
  /** Feedback weights, for pathways that have their own; none where the weights are fixed. */
  readonly feedback: ParameterShape | undefined;
  /** Of one that is a projection, which of the node's `from` it comes from. */
  readonly view?: number;
  /** Which of the node's parents they come from. */
  readonly parents: ReadonlySet<number>;
  readonly init: Readonly<Record<string, InitialiserSpec>>;
}

interface Laid {
  readonly name: string;
  readonly spec: NodeSpec;
  readonly type: NodeType;
  readonly shapes: readonly Shape[];
  readonly parameters: Readonly<Record<string, ParameterShape>>;
  readonly feedback: ParameterShape | undefined;
  /** Of each parent, the view through which it is seen. */
  readonly places: readonly { readonly view: number }[];
  readonly called: (key: string) => string;
}

/** The synapses of a node by the weights that they have: those of NODE.weight first. */
export function bundlesIn(laid: Laid): readonly Bundle[] {
  const { name, spec, type, shapes, parameters, feedback, places, called } = laid;
  const named = type.bundles?.(spec, shapes, name) ?? [];
  const from = (of: (view: number) => boolean): ReadonlySet<number> =>
    new Set([...places.keys()].filter((parent) => of(places[parent].view)));
  const apart = new Set(named.map(({ parent }) => parent));
  const whole = { name, spec, key: 'weight', feedback, init: spec.init };
  const rest: readonly Bundle[] =
    'weight' in parameters || feedback
      ? [
          {
            ...{ ...whole, weight: called('weight'), feedbackName: called('feedback') },
            parents: from((view) => !apart.has(view)),
          },
        ]
      : [];
  const each = named.map(({ key, feedbackKey, feedback, parent, part, init }): Bundle => {
    const names = { weight: called(key), feedbackName: called(feedbackKey) };
    const own = { key, feedback, part, init: { ...spec.init, ...init } };
    return { name, spec, ...own, ...names, view: parent, parents: from((view) => view === parent) };
  });
  return [...rest, ...each];
}

/** Who has a parameter of a node, by what it is called there. */
export function ownersOf(network: Network, spec: NodeSpec, name: string): (key: string) => string {
  const owner = spec.share ?? name;
  const shared = sharedIn(spec.share === undefined ? spec : network.nodes[spec.share]);
  return (key) => {
    const [, called, parameter] = /^:(.+)\.([^.]+)$/.exec(key) ?? [];
    const whose = called === undefined ? undefined : shared.get(called);
    if (whose === undefined) return parameterName(owner, key);
    return `${whose}.${parameter}`;
  };
}

/** Of projections that have the weights of others: whose. */
function sharedIn(spec: NodeSpec): ReadonlyMap<string, string> {
  const { projections = [] } = spec as { readonly projections?: readonly Sharing[] };
  return new Map(
    projections.flatMap(({ name, share }) =>
      name !== undefined && share !== undefined ? [[name, share] as const] : [],
    ),
  );
}

interface Sharing {
  readonly name?: string;
  readonly share?: string;
}

import { refuse } from '../../errors.js';
import type { NodeSpec } from '../node-type.js';
import { nodeTypes } from '../nodes.js';
import type { Shape } from '../shapes.js';
import { addressOf, type Naming } from './named.js';

/** A weight that projections may have, too. */
interface Weight {
  readonly shape: string;
  /** Which units its synapses connect, as node types and patterns call it. */
  readonly pattern: string;
  /** It is another's. */
  readonly of: string | undefined;
}

interface Laid {
  readonly spec: NodeSpec;
  readonly parents: readonly Shape[];
}

/**
 * Projections that have the weights of another projection or node: there is such, with weights of its own, of the same pattern and
 * shape.
 * @param nodes all of the network
 * @param at what errors call a node
 * @throws {InputError}
 */
export function checkShared(nodes: ReadonlyMap<string, Laid>, at: (name: string) => string): void {
  const weights = new Map<string, Weight>();
  for (const [name, { spec, parents }] of nodes) {
    const type = nodeTypes[spec.type];
    const all = type.parameters(spec, parents);
    if (all.weight && !type.bundles)
      weights.set(name, { shape: shapeText(all.weight.shape), pattern: spec.type, of: spec.share });
    for (const { key, part, share } of type.bundles?.(spec, parents, name) ?? [])
      weights.set(part.address, {
        ...{ shape: shapeText(all[key].shape), pattern: part.pattern },
        of: share ?? spec.share,
      });
  }
  for (const [name, { spec }] of nodes) {
    const { projections = [] } = spec as { readonly projections?: readonly Naming[] };
    for (const [k, { name: called = '', share }] of projections.entries())
      if (share !== undefined)
        requireShared(`${at(name)}.projections[${k}].share`, addressOf(name, called), share, weights);
  }
}

function requireShared(
  where: string,
  address: string,
  share: string,
  weights: ReadonlyMap<string, Weight>,
): void {
  const mine = weights.get(address)!;
  const theirs = weights.get(share);
  const got = JSON.stringify(share);
  if (!theirs || share === address) {
    const expected = 'a node with weights that learn, or NODE:NAME of another projection with a name';
    refuse({ where, got, expected });
  }
  if (theirs.of !== undefined)
    refuse({ where, got, expected: 'one with weights of its own', hint: theirs.of });
  if (theirs.shape === mine.shape && theirs.pattern === mine.pattern) return;
  refuse({
    where,
    got: `${share} of ${theirs.pattern} with weights ${theirs.shape}`,
    expected: `${mine.pattern} with ${mine.shape}`,
  });
}

const shapeText = (shape: Shape): string => `[${shape.join(', ')}]`;

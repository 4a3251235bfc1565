import type { NodeSpec } from '../node-type.js';
import type { Shape } from '../shapes.js';

/** What follows from a description and the shapes of its parents, found once: projections are made anew for every minibatch. */
export function once<V>(find: (spec: NodeSpec, parents: readonly Shape[]) => V): typeof find {
  const known = new WeakMap<NodeSpec, Map<string, V>>();
  return (spec, parents) => {
    const byShape = known.get(spec) ?? new Map<string, V>();
    known.set(spec, byShape);
    const key = parents.join(';');
    const value = byShape.get(key) ?? find(spec, parents);
    byShape.set(key, value);
    return value;
  };
}

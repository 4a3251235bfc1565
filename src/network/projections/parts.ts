import type { SynapseBlock } from '../../synapses/synapse-block.js';
import type { NodeType, ParameterShape } from '../node-type.js';
import { once } from '../patterns/once.js';
import { type Shape, sizeOf } from '../shapes.js';
import { keyOf } from './named.js';
import { patternTypes } from './patterns.js';
import { type NeuronsSpec, type ProjectionSpec, portsIn } from './projection-spec.js';

/** A projection of a node, resolved. */
export interface Part {
  readonly spec: ProjectionSpec;
  readonly type: NodeType;
  readonly source: Shape;
  /** Of the units that it ends at, as its pattern has them. */
  readonly shape: Shape;
  readonly port: number;
  /** The parameter that its weights are in, as keys of the node's have it: that of all without a name, or its own. */
  readonly key: string;
  /** Of weights that learn: their shape, how many there are, and where they begin in the parameter. */
  readonly weight: ParameterShape | undefined;
  readonly feedback: ParameterShape | undefined;
  readonly count: number;
  readonly offset: number;
  /** Times this, where weights are fixed; the weight itself, of a pattern whose weights would learn. */
  readonly fixed: number | undefined;
  /** A zero for each weight, of those that are fixed. */
  readonly zeros: Int32Array;
}

/** The projections of a node over its sources. */
export const partsOf = once((spec, sources): readonly Part[] => {
  const node = spec as NeuronsSpec;
  const ports = portsIn(node);
  let offset = 0;
  return node.projections.map((one, k): Part => {
    const type = patternTypes[one.pattern.type];
    const source = sources[k];
    const shape = type.shape(one.pattern, [source]);
    const { weight } = type.parameters(one.pattern, [source]);
    const fixed = typeof one.weights === 'object' ? one.weights.fixed : undefined;
    const learns = weight !== undefined && fixed === undefined;
    const count = weight ? sizeOf(weight.shape) : 0;
    const own = one.name !== undefined;
    const part = {
      ...{ spec: one, type, source, shape, port: ports[k], count, offset: own ? 0 : offset, fixed },
      key: own ? keyOf(one.name!, 'weight') : 'weight',
      weight: weight as ParameterShape | undefined,
      feedback: learns ? type.feedback(one.pattern, [source]) : undefined,
      zeros: new Int32Array(learns ? 0 : count),
    };
    if (learns && !own) offset += count;
    return part;
  });
});

/** Its weights are among the node's. */
export const learns = ({ weight, fixed }: Part): boolean => weight !== undefined && fixed === undefined;

/** Its weights are with those of others in NODE.weight. */
export const joins = (part: Part): boolean => learns(part) && part.key === 'weight';

/** Its weights are a parameter of their own. */
export const stands = (part: Part): boolean => learns(part) && part.key !== 'weight';

/** Its synapses, in the parameter that their weights are in. */
export function blocksOf(part: Part, parent: number): readonly SynapseBlock[] {
  const { type, spec, source, port, fixed, offset } = part;
  return type.synapses(spec.pattern, [source]).map((block): SynapseBlock => {
    const at = { ...block, parent, port, ...(spec.name !== undefined && { key: part.key }) };
    if (typeof block.weights === 'number') return { ...at, weights: block.weights * (fixed ?? 1) };
    if (fixed !== undefined) return { ...at, weights: fixed };
    if (offset === 0) return at;
    return { ...at, connections: shifted(block.connections, offset) };
  });
}

function shifted(connections: SynapseBlock['connections'], by: number): SynapseBlock['connections'] {
  if (connections.kind === 'all-to-all') {
    const { offset, feedback } = connections;
    return { ...connections, offset: offset + by, feedback: { ...feedback, offset: feedback.offset + by } };
  }
  const { places, feedback } = connections;
  const moved = { ...connections, places: places.map((place) => place + by) };
  return feedback ? { ...moved, feedback: feedback.map((place) => place + by) } : moved;
}

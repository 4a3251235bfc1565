import { refuse } from '../../../../errors.js';
import type { LaidOutNode } from '../../../../network/layout.js';
import type { Places, Projection } from '../../../../synapses/phases/projection.js';
import type { Weights } from '../../../../synapses/phases/weights.js';
import type { PhasedCircuit } from '../../phases/circuit.js';

/** @throws {InputError} where neurons share weights or biases, have ports, or only pass on what they hear */
export function requireOwnSynapses({ projections, members, weights }: PhasedCircuit): void {
  for (const { node, population } of members) {
    if (node) refuseNode(node.name, kindOf(node, population.slopes !== undefined));
    const bias = weights.get(`${population.name}.bias`);
    if (bias && bias.values.length !== population.size)
      refuseNode(population.name, 'biases that neurons share');
  }
  for (const { to, from, pattern, path, shared } of projections)
    if (pattern && !shared && new Set(pattern.places).size < pattern.count)
      refuseNode(path === 'down' ? from.name : to.name, 'weights that synapses share');
}

function kindOf({ role }: LaidOutNode, ports: boolean): string | undefined {
  if (ports) return 'neurons with ports';
  return role === 'relay' ? 'neurons that only pass on what they hear' : undefined;
}

function refuseNode(name: string, got: string | undefined): void {
  if (got === undefined) return;
  refuse({
    where: `LiveSimulator.nodes.${name}`,
    got,
    expected:
      'synapses with weights of their own that are added up, as of type dense, sparse or local2d: here each neuron changes its weights whenever it finds it right',
    hint: 'way strict-phases',
  });
}

/** Tells of each synapse that ends at a neuron where its weight stands: from a place on, so many, so far apart. */
export function eachRunInto(
  projection: Projection,
  post: number,
  tell: (weights: Weights, from: number, count: number, stride: number) => void,
): void {
  const { weights, pattern } = projection;
  if (pattern)
    for (let k = pattern.starts[post]; k < pattern.starts[post + 1]; k++)
      tell(weights, pattern.places[k], 1, 1);
  else
    tell(
      weights,
      projection.offset + post * projection.toStride,
      projection.from.size,
      projection.fromStride,
    );
}

/** Tells of each synapse that begins at a neuron where it ends, where its weight stands, and that of the way up beside it. */
export function eachFrom(
  projection: Projection,
  pre: number,
  tell: (post: number, place: number, beside: number) => void,
): void {
  const { pattern } = projection;
  if (pattern) {
    const { starts, from: posts, places } = pattern.turned;
    const { places: besides } = projection.mate.pattern.turned;
    for (let k = starts[pre]; k < starts[pre + 1]; k++) tell(posts[k], places[k], besides[k]);
    return;
  }
  const { to, mate } = projection;
  for (let post = 0; post < to.size; post++)
    tell(post, placeIn(projection, post, pre), placeIn(mate, post, pre));
}

const placeIn = ({ offset, toStride, fromStride }: Places, post: number, pre: number): number =>
  offset + post * toStride + pre * fromStride;

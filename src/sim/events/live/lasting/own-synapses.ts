import { refuse } from '../../../../errors.js';
import type { LaidOutNode } from '../../../../network/layout.js';
import type { Pattern } from '../../../../synapses/pattern.js';
import type { Places, Projection } from '../../../../synapses/phases/projection.js';
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

/** Where weights stand: from a place on, so many, so far apart. */
type Run = (from: number, count: number, stride: number) => void;

/** Tells where the weights of the synapses that end at a neuron stand. */
export function eachRunInto(projection: Projection, post: number, tell: Run): void {
  const { pattern } = projection;
  if (pattern) eachOf(pattern, post, tell);
  else {
    const { offset, toStride, fromStride, from } = projection;
    tell(offset + post * toStride, from.size, fromStride);
  }
}

/** And of those that begin at one. */
export function eachRunFrom(projection: Projection, pre: number, tell: Run): void {
  const { pattern } = projection;
  if (pattern) eachOf(pattern.turned, pre, tell);
  else {
    const { offset, toStride, fromStride, to } = projection;
    tell(offset + pre * fromStride, to.size, toStride);
  }
}

function eachOf({ starts, places }: Pattern, unit: number, tell: Run): void {
  for (let k = starts[unit]; k < starts[unit + 1]; k++) tell(places[k], 1, 1);
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

import { refuse } from '../../errors.js';
import type { Tensors } from '../../math/arithmetic.js';
import { groupOf } from '../../math/grouping.js';
import { listOf, type SynapseBlock } from '../../synapses/synapse-block.js';
import type { NodeSpec } from '../node-type.js';
import { type Shape, sizeOf } from '../shapes.js';
import { type Groups, groupsOf } from './groups.js';
import { once } from './once.js';

/** The shape that parents have together, unit by unit: an axis of size one is repeated, as PyTorch and NumPy do it. */
export const sharedShape = (_: NodeSpec, parents: readonly Shape[]): Shape =>
  parents[0].map((__, axis) => Math.max(...parents.map((shape) => shape[axis])));

/** @throws {InputError} on parents whose shapes do not go together */
export function requireSame(where: string, spec: NodeSpec, parents: readonly Shape[]): void {
  const shape = sharedShape(spec, parents);
  const odd = parents.findIndex(
    (one) => one.length !== parents[0].length || one.some((size, axis) => size !== 1 && size !== shape[axis]),
  );
  if (odd < 0) return;
  refuse({
    where: `${where}.from[${odd}]`,
    got: `${spec.from[odd]} of shape [${parents[odd].join(', ')}]`,
    expected: `a shape that goes with [${parents[odd === 0 ? 1 : 0].join(', ')}]: as many axes, each of the same size or 1`,
    hint: 'a node of type reshape in between',
  });
}

/** How the units of each parent are repeated; undefined of those that are not. */
export const repeatsOf = once((spec, parents): readonly (Groups | undefined)[] => {
  const shape = sharedShape(spec, parents);
  return parents.map((parent) => {
    const axes = [...shape.keys()].filter((axis) => parent[axis] !== shape[axis]);
    return axes.length === 0 ? undefined : groupsOf({ shape, axes }, sizeOf(shape));
  });
});

/** One synapse from each unit to each that it is repeated for. @param portOf by the place of the parent */
export function oneToOne(
  spec: NodeSpec,
  parents: readonly Shape[],
  weightOf: (parent: number) => number,
  portOf: (parent: number) => number = () => 0,
): readonly SynapseBlock[] {
  const posts = sizeOf(sharedShape(spec, parents));
  return repeatsOf(spec, parents).map((repeats, parent) => {
    const from = repeats && groupOf(repeats.grouping);
    const connections = listOf(posts, (tell) => {
      for (let unit = 0; unit < posts; unit++) tell(from ? from[unit] : unit, unit, 0);
    });
    return {
      parent,
      posts,
      pres: sizeOf(parents[parent]),
      connections,
      weights: weightOf(parent),
      port: portOf(parent),
    };
  });
}

/** [batch, units of a parent] as often as they are repeated, and what comes of that back together. */
export const repeated = <T>(m: Tensors<T>, repeats: Groups | undefined, units: T): T =>
  repeats ? m.spreadOver(units, repeats.grouping) : units;
export const together = <T>(m: Tensors<T>, repeats: Groups | undefined, units: T): T =>
  repeats ? m.sumOver(units, repeats.grouping) : units;

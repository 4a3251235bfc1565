import { z } from 'zod';
import { refuse } from '../../errors.js';
import { groupedShape } from '../../math/grouping.js';
import type { NodeSpec, NodeType } from '../node-type.js';
import { type Shape, sizeOf } from '../shapes.js';
import { groupsOf } from './groups.js';
import { once } from './once.js';

const axis = z.int('a whole number');
const schema = z.strictObject({
  axes: z.array(axis, 'a list of axes, like [0]').min(1, 'at least one axis'),
});

const given = (spec: NodeSpec) => (spec as NodeSpec & z.infer<typeof schema>).axes;

/** Ascending, each once; -1 is the last. */
export const axesOf = (spec: NodeSpec, { length }: Shape): number[] =>
  [...new Set(given(spec).map((one) => (one < 0 ? one + length : one)))].sort((a, b) => a - b);

/** Of a node whose units are groups of its one parent's: those that differ along some axes only. These stay, of size 1. */
export const overAxes: Pick<NodeType, 'schema' | 'check' | 'shape'> = {
  schema,
  check: (where, spec, parents) => {
    requireOne(where, parents);
    const [shape] = parents;
    const odd = given(spec).find((one) => one >= shape.length || one < -shape.length);
    if (odd === undefined) return;
    const expected = `axes from ${-shape.length} to ${shape.length - 1}, as its parent of shape [${shape.join(', ')}] has`;
    refuse({ where: `${where}.axes`, got: String(odd), expected });
  },
  shape: (spec, [parent]) => groupedShape({ shape: parent, axes: axesOf(spec, parent) }),
};

/** Units by group. */
export const groupsAlong = once((spec, [parent]) =>
  groupsOf({ shape: parent, axes: axesOf(spec, parent) }, sizeOf(parent)),
);

/** @throws {InputError} on several parents */
export function requireOne(where: string, parents: readonly Shape[]): void {
  if (parents.length === 1) return;
  refuse({
    where: `${where}.from`,
    got: `${parents.length} parents`,
    expected: 'one',
    hint: 'a node of type concat',
  });
}

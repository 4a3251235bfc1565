import type { NodeType } from '../node-type.js';
import { groupsAlong, overAxes } from '../patterns/axes.js';
import { competing, maxProjection, nothingLearned } from './fixed.js';

/** The largest along some axes, which stay with size 1; the first of those that are wins. */
export const max: NodeType = {
  ...nothingLearned,
  ...overAxes,
  integration: 'max',
  synapses: (spec, parents) => competing(groupsAlong(spec, parents)),
  projection: (m, spec, parents) => maxProjection(m, groupsAlong(spec, parents)),
};

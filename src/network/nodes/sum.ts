import type { NodeType } from '../node-type.js';
import { groupsAlong, overAxes } from '../patterns/axes.js';
import { nothingLearned, summing, sumProjection } from './fixed.js';

/** The sum along some axes, which stay with size 1. */
export const sum: NodeType = {
  ...nothingLearned,
  ...overAxes,
  synapses: (spec, parents) => summing(groupsAlong(spec, parents), 1),
  projection: (m, spec, parents) => sumProjection(m, groupsAlong(spec, parents), 1),
};

import type { NodeType } from '../node-type.js';
import { groupsAlong, overAxes } from '../patterns/axes.js';
import { meanFactor, nothingLearned, summing, sumProjection } from './fixed.js';

/** The mean along some axes, which stay with size 1. */
export const mean: NodeType = {
  ...nothingLearned,
  ...overAxes,
  synapses: (spec, parents) => summing(groupsAlong(spec, parents), meanFactor(groupsAlong(spec, parents))),
  projection: (m, spec, parents) =>
    sumProjection(m, groupsAlong(spec, parents), meanFactor(groupsAlong(spec, parents))),
};

import type { NodeType } from '../node-type.js';
import { add } from '../nodes/add.js';
import { causal } from '../nodes/causal.js';
import { conv2d } from '../nodes/conv2d.js';
import { dense } from '../nodes/dense.js';
import { linear } from '../nodes/linear.js';
import { local2d } from '../nodes/local2d.js';
import { mean } from '../nodes/mean.js';
import { meanPool2d } from '../nodes/mean-pool2d.js';
import { scale } from '../nodes/scale.js';
import { sparse } from '../nodes/sparse.js';
import { sum } from '../nodes/sum.js';

/**
 * Which units a projection connects, by the name a description uses: as the node type of that name has it, of one source. A new one:
 * a file for its node type, and its name here. Types whose own ports are not added are none.
 */
export const patternTypes: Readonly<Record<string, NodeType>> = {
  ...{ dense, linear, sparse, conv2d, local2d, scale },
  ...{ oneToOne: add, meanPool2d, sum, mean, causal },
};

/** What patterns with weights that learn have, if nothing is said. */
export const kinds: Readonly<Record<string, 'own' | 'shared'>> = {
  ...{ dense: 'own', sparse: 'own', local2d: 'own' },
  ...{ conv2d: 'shared', linear: 'shared', scale: 'own' },
};

import { bp as phases } from '../../rules/bp.js';
import type { Formula } from '../../rules/rule.js';
import type { AsPhases, BackpropagationRule } from '../rule.js';

/** dL/dx, before it is multiplied by f'. */
const activity = ((m, n) => m.add(n.apical.delta, n.errorAt(n.rate))) as Formula;

const inPhases: AsPhases = { rule: phases.of({}), activity };

/** Backpropagation (Rumelhart, Hinton, Williams 1986), on the same tensors: what `ar` is compared with. */
export const bp: BackpropagationRule = {
  kind: 'backpropagation',
  name: 'bp',
  inPhases: () => inPhases,
  needs: [
    { update: 'error signal', reads: "f' of the forward sweep", level: 1 },
    { update: 'error signal', reads: 'order of layers', level: 2 },
    { update: 'error signal', reads: 'weight', level: 3 },
    { update: 'error signal', reads: 'product with the turned matrix', level: 4 },
    { update: 'weight', reads: 'forward activity', level: 1 },
  ],
};

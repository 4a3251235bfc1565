import type { Parameters } from '../../../network/parameters.js';
import { statementsOf } from '../../../rules/names.js';
import type { PhasedCircuit } from './circuit.js';

/** The mean over the batch; of weights that have moved, by how much over minus the learning rate. */
export function gradientOf(circuit: PhasedCircuit, samples: number, learningRate: number): Parameters {
  const moving = movingIn(circuit);
  const entries = [...circuit.weights].flatMap(([name, { shape, gradient, moved, values }]) => {
    const [total, over] = moving.has(name)
      ? [moved ?? values.map(() => 0), learningRate]
      : [gradient, samples];
    return total ? [[name, { shape: [...shape], data: shareOf(total, over) }] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Names of the parameters that move during a presentation, if it has steps. */
function movingIn({ rule, projections, layout }: PhasedCircuit): ReadonlySet<string> {
  const paths = rule.phases
    .flatMap(statementsOf)
    .flatMap((one) => (one.kind === 'adapt' ? Object.keys(one.terms) : []));
  const learning = projections.filter(({ path, shared }) => paths.includes(path) && !shared);
  const biases = paths.includes('up') ? layout.nodes.map(({ called }) => called('bias')) : [];
  return new Set([...learning.map(({ weights }) => weights.name), ...biases]);
}

function shareOf(total: Float64Array, over: number): Float64Array {
  const share = total.slice();
  if (over !== 1) for (let k = 0; k < share.length; k++) share[k] /= over;
  return share;
}

import { type LaidOutNode, type Layout, parameterName } from '../../network/layout.js';
import type { Device } from './device.js';
import { type ByName, type OutputErrors, type Projections, parentActivities, type Sweep } from './forward.js';
import { type Moment, neuronsAt } from './moment.js';

/** The plasticity rule over a whole batch: `scale` times the gradient of the batch-mean loss, per parameter. */
export function plasticityGradients<T>(
  layout: Layout,
  moment: Moment<T>,
  activity: Readonly<ByName<T>>,
  scale: number,
): ByName<T> {
  const { m, rule, projections, sweep } = moment;
  const gradient: ByName<T> = {};
  for (const node of layout.nodes) {
    const presynaptic = node.parents.map(({ name }) => ({
      forwardActivity: sweep.activity[name],
      currentActivity: activity[name] ?? sweep.activity[name],
    }));
    const postsynaptic = neuronsAt(moment, node, activity);
    for (const term of rule.plasticity.terms) {
      const pre = presynaptic.map((parent) => term.pre(m, parent));
      const post = term.post(m, postsynaptic);
      accumulate(
        m,
        gradient,
        node,
        projections[node.name].products(pre, batchMean(m, post, scale * term.gain)),
      );
    }
  }
  return gradient;
}

/**
 * Backpropagation: delta = dL/da from the outputs down, delta_l = f'(a_l) * sum of W^T delta above,
 * gradient delta^T x, times `scale`.
 */
export function backpropagationGradients<T>(
  m: Device<T>,
  layout: Layout,
  projections: Projections<T>,
  sweep: Sweep<T>,
  { error }: OutputErrors<T>,
  scale: number,
): { readonly gradient: ByName<T>; readonly activity: ByName<T> } {
  const activity: ByName<T> = {};
  const delta: ByName<T> = {};
  const gradient: ByName<T> = {};
  for (const node of [...layout.nodes].reverse()) {
    const parts = node.children.map(({ name, parent }) => projections[name].feedback(parent, delta[name]));
    if (node.loss) parts.push(error[node.name]);
    activity[node.name] = parts.reduce((sum, part) => m.add(sum, part));
    delta[node.name] = m.mul(activity[node.name], sweep.slope[node.name]);
    const pre = parentActivities(node, sweep.activity);
    accumulate(
      m,
      gradient,
      node,
      projections[node.name].products(pre, batchMean(m, delta[node.name], scale)),
    );
  }
  return { gradient, activity };
}

// The factor goes into [batch, units] here: on the gradients it would be a pass over all parameters.
function batchMean<T>(m: Device<T>, post: T, gain: number): T {
  return m.affine(post, gain / m.shape(post)[0], 0);
}

function accumulate<T>(
  m: Device<T>,
  gradient: ByName<T>,
  node: LaidOutNode,
  products: Readonly<Record<string, T>>,
): void {
  for (const [key, product] of Object.entries(products)) {
    const name = parameterName(node.name, key);
    gradient[name] = name in gradient ? m.add(gradient[name], product) : product;
  }
}

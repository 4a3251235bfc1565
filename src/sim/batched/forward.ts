import type { LaidOutNode, Layout } from '../../network/layout.js';
import type { Projection } from '../../network/node-type.js';
import type { Device } from './device.js';

/** A tensor per node or input, by name. */
export type ByName<T> = Record<string, T>;

/** The node's synapses as whole-layer operations, by node. */
export type Projections<T> = Readonly<Record<string, Projection<T>>>;

/** What the forward sweep leaves: the latched values that the relaxation reads. */
export interface Sweep<T> {
  /** Forward activity of inputs and nodes. */
  readonly activity: Readonly<ByName<T>>;
  /** f'(a) of nodes. */
  readonly slope: Readonly<ByName<T>>;
}

/** The forward sweep, parents first: a = W x + b, x = f(a). */
export function sweepForward<T>(
  m: Device<T>,
  layout: Layout,
  projections: Projections<T>,
  inputs: Readonly<ByName<T>>,
): Sweep<T> {
  const activity: ByName<T> = { ...inputs };
  const slope: ByName<T> = {};
  for (const node of layout.nodes) {
    const a = projections[node.name].preActivation(parentActivities(node, activity));
    activity[node.name] = node.activation.rate(m, a);
    slope[node.name] = node.activation.slope(m, a);
  }
  return { activity, slope };
}

/** Activities of a node's parents, in order. */
export function parentActivities<T>(node: LaidOutNode, activity: Readonly<ByName<T>>): T[] {
  return node.parents.map((parent) => activity[parent.name]);
}

/** Error and share of the loss of every output node, [batch, units]. */
export interface OutputErrors<T> {
  readonly error: Readonly<ByName<T>>;
  readonly share: Readonly<ByName<T>>;
}

/** The losses at the forward activities. */
export function outputErrors<T>(
  m: Device<T>,
  layout: Layout,
  sweep: Sweep<T>,
  targets: Readonly<ByName<T>>,
): OutputErrors<T> {
  const error: ByName<T> = {};
  const share: ByName<T> = {};
  for (const { name, loss } of layout.outputs) {
    const activity = sweep.activity[name];
    const target = targets[name];
    const pooled = loss!.pool === 'log-sum-exp' ? m.logSumExp(activity) : target;
    error[name] = loss!.error(m, { activity, target, pooled });
    share[name] = loss!.share(m, { activity, target, pooled });
  }
  return { error, share };
}

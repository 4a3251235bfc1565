import { feedbackName } from '../../network/feedback-weights.js';
import { type LaidOutNode, type Layout, parameterName } from '../../network/layout.js';
import type { Projection } from '../../network/node-type.js';
import type { Device } from './device.js';

/** A tensor per node or input, by name. */
export type ByName<T> = Record<string, T>;

/** The node's synapses as whole-layer operations, by node. */
export type Projections<T> = Readonly<Record<string, Projection<T>>>;

/** Every node's synapses with these parameters; feedback goes over weights of its own where asked to. */
export function projectionsOf<T>(
  m: Device<T>,
  { nodes }: Layout,
  parameters: Readonly<ByName<T>>,
  own = false,
): Projections<T> {
  const entries = nodes.map((node) => {
    const { name, type, spec, parents } = node;
    const named = Object.keys(node.parameters).map((key) => [key, parameters[parameterName(name, key)]]);
    const shapes = parents.map(({ shape }) => shape);
    const feedback = own ? parameters[feedbackName(name)] : undefined;
    return [name, type.projection(m, spec, shapes, Object.fromEntries(named), feedback)] as const;
  });
  return Object.fromEntries(entries);
}

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
  biasInDerivative = true,
): Sweep<T> {
  const activity: ByName<T> = { ...inputs };
  const slope: ByName<T> = {};
  for (const node of layout.nodes) {
    const projection = projections[node.name];
    const current = projection.current(parentActivities(node, activity));
    const a = projection.withBias(current);
    activity[node.name] = node.activation.rate(m, a);
    slope[node.name] = node.activation.slope(m, biasInDerivative ? a : current);
  }
  return { activity, slope };
}

/** Activities of a node's parents, in order. */
export function parentActivities<T>(node: Pick<LaidOutNode, 'parents'>, activity: Readonly<ByName<T>>): T[] {
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
    const pooled = loss!.pool ? m.logSumExp(activity) : target;
    const total = loss!.pool ? m.sumColumns(target) : target;
    error[name] = loss!.error(m, { activity, target, pooled, total });
    share[name] = loss!.share(m, { activity, target, pooled });
  }
  return { error, share };
}

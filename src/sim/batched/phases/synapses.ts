import { directName, feedbackName } from '../../../network/feedback-weights.js';
import type { Layout } from '../../../network/layout.js';
import type { Device } from '../device.js';
import { type ByName, type Projections, projectionsOf } from '../forward.js';

/** The synapses of a network on a device, with the parameters of the moment. */
export interface Synapses<T> {
  /** Forward weights, and with them what comes down over those. */
  readonly forward: Projections<T>;
  /** What comes down over feedback weights of their own, where there are any. */
  readonly own: Projections<T>;
  /** NODE.direct [units, outputs], by node, where there are any. */
  readonly direct: Readonly<ByName<T>>;
}

/** All synapses with these parameters. */
export function synapsesOf<T>(m: Device<T>, layout: Layout, parameters: Readonly<ByName<T>>): Synapses<T> {
  const forward = projectionsOf(m, layout, parameters);
  const fed = layout.nodes.some(({ name }) => feedbackName(name) in parameters);
  const direct = layout.nodes.flatMap(({ name }) => {
    const tensor = parameters[directName(name)];
    return tensor === undefined ? [] : [[name, tensor] as const];
  });
  return {
    forward,
    own: fed ? projectionsOf(m, layout, parameters, true) : forward,
    direct: Object.fromEntries(direct),
  };
}

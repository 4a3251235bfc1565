import { directName, feedbackName } from '../../../network/feedback-weights.js';
import { type Layout, parameterName } from '../../../network/layout.js';
import type { Path, Rule } from '../../../rules/rule.js';
import type { Device } from '../device.js';
import { type ByName, type Projections, projectionsOf } from '../projections.js';
import { plainOn } from './value.js';

/** The synapses of a network on a device, with the parameters of the moment. */
export interface Synapses<T> {
  /** Forward weights, and with them what comes down over those. */
  readonly forward: Projections<T>;
  /** What comes down over feedback weights of their own, where there are any. */
  readonly own: Projections<T>;
  /** What comes down over weights that are made of the forward ones, by path, where there are any. */
  readonly made: Readonly<Record<string, Projections<T>>>;
  /** NODE.direct [units, outputs], by node, where there are any. */
  readonly direct: Readonly<ByName<T>>;
}

/** All synapses with these parameters. */
export function synapsesOf<T>(
  m: Device<T>,
  layout: Layout,
  parameters: Readonly<ByName<T>>,
  { paths }: Rule,
): Synapses<T> {
  const forward = projectionsOf(m, layout, parameters);
  const fed = layout.nodes.some(({ name }) => feedbackName(name) in parameters);
  const direct = layout.nodes.flatMap(({ name }) => {
    const tensor = parameters[directName(name)];
    return tensor === undefined ? [] : [[name, tensor] as const];
  });
  return {
    forward,
    made: Object.fromEntries(
      Object.entries(paths).flatMap(([path, { ofMate }]) =>
        ofMate ? [[path, madeProjections(m, layout, parameters, forward, ofMate)]] : [],
      ),
    ),
    own: fed ? projectionsOf(m, layout, parameters, true) : forward,
    direct: Object.fromEntries(direct),
  };
}

function madeProjections<T>(
  m: Device<T>,
  layout: Layout,
  parameters: Readonly<ByName<T>>,
  forward: Projections<T>,
  ofMate: NonNullable<Path['ofMate']>,
): Projections<T> {
  const values = plainOn(m);
  const made = layout.nodes
    .filter(({ name, owner, feedback }) => feedback && name === owner)
    .map(({ name }) => {
      const mates = forward[name].turned(parameters[parameterName(name, 'weight')]);
      const weights = ofMate<T | number>(values, mates);
      return [
        feedbackName(name),
        typeof weights === 'number' ? m.affine(mates, 0, weights) : weights,
      ] as const;
    });
  return projectionsOf(m, layout, { ...parameters, ...Object.fromEntries(made) }, true);
}

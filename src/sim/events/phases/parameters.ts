import type { Parameters } from '../../../network/parameters.js';
import { Weights } from '../../../synapses/phases/weights.js';

/** Weights of their own, of these numbers, by parameter. */
export const weightsOf = (parameters: Parameters): ReadonlyMap<string, Weights> =>
  new Map(
    Object.entries(parameters).map(([name, { shape, data }]) => [name, new Weights(name, shape, data)]),
  );

/** Weights as they are. */
export const parametersOf = (weights: ReadonlyMap<string, Weights>): Parameters =>
  Object.fromEntries(
    [...weights].map(([name, { shape, values }]) => [name, { shape: [...shape], data: values.slice() }]),
  );

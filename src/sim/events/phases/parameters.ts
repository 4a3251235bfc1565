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

/** What an optimiser keeps of weights, by `PARAMETER.TRACE`. */
export function tracesOf(weights: ReadonlyMap<string, Weights>): Parameters {
  const entries = [...weights].flatMap(([name, { shape, traces }]) =>
    [...traces].map(([trace, column]) => [`${name}.${trace}`, { shape: [...shape], data: column.slice() }]),
  );
  return Object.fromEntries(entries);
}

/** Gives all weights these traces, and no others. */
export function putTraces(weights: ReadonlyMap<string, Weights>, traces: Parameters): void {
  for (const one of weights.values()) one.traces.clear();
  for (const [key, { data }] of Object.entries(traces)) {
    const at = key.lastIndexOf('.');
    weights.get(key.slice(0, at))!.traces.set(key.slice(at + 1), Float64Array.from(data));
  }
}

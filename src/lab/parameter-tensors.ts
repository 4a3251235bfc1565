import { refuse } from '../errors.js';
import type { Parameters, Values } from '../network/parameters.js';
import type { Tensor } from './safetensors/index.js';

const samples = 'samples/';
const prefix = 'optimiser.';
const trace = /^optimiser\.(.+\.(?:weight|bias|feedback|direct)\.(?!(?:weight|bias|feedback|direct)$)[^.]+)$/;

/** Traces of an optimiser, by `PARAMETER.TRACE`, as a file has them beside parameters: as `optimiser.PARAMETER.TRACE`. */
export const namedTraces = (traces: Parameters): Parameters =>
  Object.fromEntries(Object.entries(traces).map(([name, values]) => [`${prefix}${name}`, values]));

/** States of training samples, by `NODE.STATE`, as a file has them beside parameters: as `samples/NODE.STATE`. */
export const namedStates = (states: Parameters): Parameters =>
  Object.fromEntries(Object.entries(states).map(([name, values]) => [`${samples}${name}`, values]));

/** Tells parameters of a file from traces of an optimiser, and from states of training samples. */
export function splitTensors<V>(
  all: Readonly<Record<string, V>>,
): Readonly<Record<'parameters' | 'traces' | 'states', Readonly<Record<string, V>>>> {
  const entries = Object.entries(all);
  const isState = (name: string) => name.startsWith(samples);
  const some = (is: (name: string) => boolean, cut = 0) =>
    Object.fromEntries(entries.flatMap(([name, values]) => (is(name) ? [[name.slice(cut), values]] : [])));
  return {
    parameters: some((name) => !trace.test(name) && !isState(name)),
    traces: some((name) => trace.test(name), prefix.length),
    states: some(isState, samples.length),
  };
}

/** Tensors as values. @throws {InputError} on one that is neither F32 nor F64 */
export function parametersOf(tensors: ReadonlyMap<string, Tensor>, where: string): Parameters {
  return Object.fromEntries(
    [...tensors].map(([name, tensor]) => [name, valuesOf(tensor, `${where}: ${name}`)]),
  );
}

/** A tensor as values. @throws {InputError} unless it is F32 or F64 */
export function valuesOf({ dtype, shape, data }: Tensor, where: string): Values {
  if (dtype === 'F32' || dtype === 'F64') return { shape, data };
  return refuse({ where, got: dtype, expected: 'F32 or F64' });
}

/** Values as a tensor of their own precision. */
export function tensorOf({ shape, data }: Values): Tensor {
  return data instanceof Float32Array ? { dtype: 'F32', shape, data } : { dtype: 'F64', shape, data };
}

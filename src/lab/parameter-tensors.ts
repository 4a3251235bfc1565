import { refuse } from '../errors.js';
import type { Parameters, Values } from '../network/parameters.js';
import type { Tensor } from './safetensors/index.js';

const samples = 'samples/';
const averaged = 'average/';
const prefix = 'optimiser.';
const trace = /^optimiser\.(.+\.(?:weight|bias|feedback|direct)\.(?!(?:weight|bias|feedback|direct)$)[^.]+)$/;

/** Traces of an optimiser, by `PARAMETER.TRACE`, as a file has them beside parameters: as `optimiser.PARAMETER.TRACE`. */
export const namedTraces = (traces: Parameters): Parameters =>
  Object.fromEntries(Object.entries(traces).map(([name, values]) => [`${prefix}${name}`, values]));

/** States of training samples, by `NODE.STATE`, as a file has them beside parameters: as `samples/NODE.STATE`. */
export const namedStates = (states: Parameters): Parameters =>
  Object.fromEntries(Object.entries(states).map(([name, values]) => [`${samples}${name}`, values]));

/** An average of parameters, as a file has it beside them: as `average/PARAMETER`. */
export const namedAverages = (average: Parameters): Parameters =>
  Object.fromEntries(Object.entries(average).map(([name, values]) => [`${averaged}${name}`, values]));

/** Tells parameters of a file from traces of an optimiser, from states of training samples and from an average. */
export function splitTensors<V>(
  all: Readonly<Record<string, V>>,
): Readonly<Record<'parameters' | 'traces' | 'states' | 'average', Readonly<Record<string, V>>>> {
  const entries = Object.entries(all);
  const isState = (name: string) => name.startsWith(samples);
  const isAverage = (name: string) => name.startsWith(averaged);
  const some = (is: (name: string) => boolean, cut = 0) =>
    Object.fromEntries(entries.flatMap(([name, values]) => (is(name) ? [[name.slice(cut), values]] : [])));
  return {
    parameters: some((name) => !trace.test(name) && !isState(name) && !isAverage(name)),
    traces: some((name) => trace.test(name), prefix.length),
    states: some(isState, samples.length),
    average: some(isAverage, averaged.length),
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

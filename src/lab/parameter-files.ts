import { refuse } from '../errors.js';
import type { Network } from '../network/network.js';
import { checkParameters, type Parameters, type Values } from '../network/parameters.js';
import { readSafetensors, type Tensor } from './safetensors/index.js';

const prefix = 'optimiser.';
const trace = /^optimiser\.(.+\.(?:weight|bias|feedback|direct)\.(?!(?:weight|bias|feedback|direct)$)[^.]+)$/;

/** Traces of an optimiser, by `PARAMETER.TRACE`, as a file has them beside parameters: as `optimiser.PARAMETER.TRACE`. */
export const namedTraces = (traces: Parameters): Parameters =>
  Object.fromEntries(Object.entries(traces).map(([name, values]) => [`${prefix}${name}`, values]));

/** Tells parameters of a file from traces of an optimiser. */
export function splitTraces(all: Parameters): {
  readonly parameters: Parameters;
  readonly traces: Parameters;
} {
  const entries = Object.entries(all);
  const traces = entries.filter(([name]) => trace.test(name));
  return {
    parameters: Object.fromEntries(entries.filter(([name]) => !trace.test(name))),
    traces: Object.fromEntries(traces.map(([name, values]) => [name.slice(prefix.length), values])),
  };
}

/** Reads a network's parameters, F32 or F64; traces of an optimiser beside them are passed over. @throws {InputError} naming the file and parameter */
export function readParameters(path: string, network: Network): Parameters {
  const { parameters } = splitTraces(parametersOf(readSafetensors(path).tensors, path));
  checkParameters(network, parameters, path);
  return parameters;
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

import { refuse } from '../errors.js';
import { layOut, type Source } from '../network/layout.js';
import type { Network } from '../network/network.js';
import { checkValues, type Values } from '../network/parameters.js';
import type { Batch } from '../sim/simulator.js';
import { valuesOf } from './parameter-files.js';
import { readSafetensors, type Tensor } from './safetensors/index.js';

type Tensors = ReadonlyMap<string, Tensor>;

/**
 * Reads a batch: `input` [batch, ...] and `target` [batch, units]; with several inputs or outputs
 * `input.NAME` and `target.NAME`. F32 or F64.
 * @throws {InputError} naming the file and the tensor
 */
export function readBatch(path: string, network: Network): Batch {
  const { tensors } = readSafetensors(path);
  const layout = layOut(network);
  const inputs = readGroup(path, tensors, 'input', layout.inputs);
  const size = Object.values(inputs)[0].shape[0];
  return { size, inputs, targets: readGroup(path, tensors, 'target', layout.outputs, size) };
}

/** Reads the inputs of a batch file, whatever else it has. @throws {InputError} as readBatch */
export function readInputs(path: string, network: Network): Batch['inputs'] {
  return readGroup(path, readSafetensors(path).tensors, 'input', layOut(network).inputs);
}

/** Inputs, with targets or without. */
export type Stimulus = Batch | (Pick<Batch, 'inputs'> & { readonly targets?: undefined });

/** Whether there are targets. */
export const isTaught = (stimulus: Stimulus): stimulus is Batch => stimulus.targets !== undefined;

/** Reads only the inputs of a batch file, and the targets if it has them. @throws {InputError} as readBatch */
export function readStimulus(path: string, network: Network): Stimulus {
  const { tensors } = readSafetensors(path);
  const { inputs, outputs } = layOut(network);
  if (outputs.some(({ name }) => find(tensors, 'target', name, outputs.length))) {
    return readBatch(path, network);
  }
  return { inputs: readGroup(path, tensors, 'input', inputs) };
}

function readGroup(
  path: string,
  tensors: Tensors,
  group: 'input' | 'target',
  wanted: readonly Source[],
  samples?: number,
): Record<string, Values> {
  let rows = samples;
  const entries = wanted.map(({ name, size }) => {
    const key = wanted.length === 1 ? group : `${group}.${name}`;
    const tensor = find(tensors, group, name, wanted.length) ?? refuseMissing(path, tensors, key);
    const where = `${path}: ${key}`;
    const values = asRows(valuesOf(tensor, where), where, size);
    rows ??= values.shape[0];
    if (rows < 1) refuse({ where, got: 'no row', expected: 'at least one sample' });
    checkValues(where, values, [rows, size]);
    return [name, values] as const;
  });
  return Object.fromEntries(entries);
}

function refuseMissing(path: string, tensors: Tensors, key: string): never {
  const got = `tensors ${[...tensors.keys()].join(', ') || 'none'}`;
  return refuse({ where: path, got, expected: `one called ${key}` });
}

function find(tensors: Tensors, group: string, name: string, count: number): Tensor | undefined {
  return tensors.get(`${group}.${name}`) ?? (count === 1 ? tensors.get(group) : undefined);
}

// [batch, 28, 28] is as good as [batch, 784].
function asRows({ shape, data }: Values, where: string, size: number): Values {
  const [rows, ...rest] = shape;
  const units = rest.reduce((product, n) => product * n, 1);
  if (shape.length < 2 || units !== size) {
    refuse({ where, got: `shape [${shape.join(', ')}]`, expected: `[batch, ${size}]` });
  }
  return { shape: [rows, size], data };
}

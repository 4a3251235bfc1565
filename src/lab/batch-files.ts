import { refuse } from '../errors.js';
import { layOut, type Source } from '../network/layout.js';
import type { Network } from '../network/network.js';
import type { Values } from '../network/parameters.js';
import { checkBatch, checkInputs } from '../sim/batch.js';
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
  const { inputs, outputs } = layOut(network);
  const batch = {
    inputs: readGroup(path, tensors, 'input', inputs),
    targets: readGroup(path, tensors, 'target', outputs),
  };
  const size = Object.values(batch.inputs)[0].shape[0];
  checkBatch(layOut(network), { size, ...batch }, path);
  return { size, ...batch };
}

/** Reads only the inputs of a batch file, and the targets if it has them. @throws {InputError} as readBatch */
export function readStimulus(path: string, network: Network): Pick<Batch, 'inputs'> & Partial<Batch> {
  const { tensors } = readSafetensors(path);
  const layout = layOut(network);
  if (layout.outputs.some(({ name }) => find(tensors, 'target', name, layout.outputs.length))) {
    return readBatch(path, network);
  }
  const inputs = readGroup(path, tensors, 'input', layout.inputs);
  checkInputs(layout, inputs, path);
  return { inputs };
}

function readGroup(
  path: string,
  tensors: Tensors,
  group: 'input' | 'target',
  wanted: readonly Source[],
): Record<string, Values> {
  return Object.fromEntries(
    wanted.map(({ name, size }) => {
      const key = wanted.length === 1 ? group : `${group}.${name}`;
      const tensor = find(tensors, group, name, wanted.length);
      if (!tensor) {
        refuse({
          where: path,
          got: `tensors ${[...tensors.keys()].join(', ') || 'none'}`,
          expected: `one called ${key}`,
        });
      }
      return [name, asRows(valuesOf(tensor, `${path}: ${key}`), `${path}: ${key}`, size)];
    }),
  );
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

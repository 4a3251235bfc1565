import { readBatch } from '../../src/lab/batch-files.js';
import { readParameters, tensorOf } from '../../src/lab/parameter-files.js';
import { encodeSafetensors, readSafetensors, type Tensor } from '../../src/lab/safetensors/index.js';
import type { Values } from '../../src/network/parameters.js';
import { mutateTensors } from '../mutate/tensors.js';
import type { MakeTarget, Target } from '../target.js';
import { parameters as initial, network, relaxOnce, sample } from './examples.js';
import { put } from './text.js';

const encodeAll = (values: Readonly<Record<string, Values>>) =>
  encodeSafetensors(Object.entries(values).map(([name, one]) => [name, tensorOf(one)] as const));

const tensor = (dtype: Tensor['dtype'], shape: number[], data: Tensor['data']) =>
  ({ dtype, shape, data }) as Tensor;

/** Any safetensors file. */
export const safetensors: MakeTarget = (folder) => {
  const target: Target<ReturnType<typeof readSafetensors>> = {
    valid: [
      encodeSafetensors(
        [
          ['a', tensor('F64', [2], Float64Array.of(1, -0))],
          ['b.c', tensor('F32', [1, 3], Float32Array.of(1, 2, 3))],
          ['', tensor('I64', [], BigInt64Array.of(5n))],
          ['u', tensor('U8', [0], new Uint8Array(0))],
          ['i', tensor('I32', [1], Int32Array.of(-1))],
          ['w', tensor('U32', [2, 1], Uint32Array.of(1, 2))],
        ],
        { note: 'ü', other: '' },
      ),
    ],
    mutate: (stream, valid, sealed) => mutateTensors(stream, valid, sealed),
    // Tensors without elements have no place of their own in the order of the data.
    read: (input) => {
      const { tensors, metadata } = readSafetensors(put(folder, 'a.safetensors', input));
      return { tensors: new Map([...tensors].sort(([a], [b]) => (a < b ? -1 : 1))), metadata };
    },
    use: () => {},
    write: ({ tensors, metadata }) => encodeSafetensors(tensors, metadata),
  };
  return target as Target;
};

/** Parameters of a network. */
export const parameters: MakeTarget = (folder) => {
  const target: Target<typeof initial> = {
    valid: [encodeAll(initial)],
    mutate: (stream, valid, sealed) => mutateTensors(stream, valid, sealed),
    read: (input) => readParameters(put(folder, 'parameters.safetensors', input), network),
    use: (read) => relaxOnce(network, read, sample),
    write: encodeAll,
  };
  return target as Target;
};

/** Samples of a network. */
export const batch: MakeTarget = (folder) => {
  const write = ({ inputs, targets }: typeof sample) =>
    encodeAll({ input: inputs.input, target: targets['layers.1'] });
  const target: Target<typeof sample> = {
    valid: [write(sample)],
    mutate: (stream, valid, sealed) => mutateTensors(stream, valid, sealed),
    read: (input) => readBatch(put(folder, 'batch.safetensors', input), network),
    use: (read) => relaxOnce(network, initial, read),
    write,
  };
  return target as Target;
};

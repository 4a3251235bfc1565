import { decodeSafetensors } from '../../../safetensors/decode.js';
import type { Tensor } from '../../../safetensors/tensor.js';
import { fromBigints, type NumberArray } from '../array.js';
import { namedSamples } from '../named-arrays.js';
import type { Format } from './format.js';

/** Several arrays as safetensors (github.com/huggingface/safetensors). */
export const safetensors: Format = {
  about: 'safetensors',
  endings: ['safetensors'],
  read: ({ file, bytes }, request) => {
    const { tensors } = decodeSafetensors(bytes, file);
    const of = (name: string) => arrayOf(`${file}: ${name}`, tensors.get(name)!);
    return namedSamples(file, [...tensors.keys()].sort(), of, request);
  },
};

function arrayOf(where: string, { dtype, shape, data }: Tensor): NumberArray {
  return { where, shape, data: dtype === 'I64' ? fromBigints(where, data) : data };
}

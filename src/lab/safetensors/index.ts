export { decodeSafetensors, type Safetensors } from '../../safetensors/decode.js';
export { encodeSafetensors } from '../../safetensors/encode.js';
export type { Dtype, Tensor, TensorArrays } from '../../safetensors/tensor.js';
export { readSafetensors, writeSafetensors } from './file.js';

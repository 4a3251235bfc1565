export { decodeSafetensors, type Safetensors } from './decode.js';
export { encodeSafetensors } from './encode.js';
export { readSafetensors, writeSafetensors } from './file.js';
export type { Dtype, Tensor, TensorArrays } from './tensor.js';

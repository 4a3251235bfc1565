import { decodeSafetensors, type Safetensors } from '../../safetensors/decode.js';
import { encodeSafetensors } from '../../safetensors/encode.js';
import { readBytes, writeFileAtomic } from '../files.js';

/** Reads a safetensors file. @throws {InputError} when it cannot be read or is malformed, naming the file */
export function readSafetensors(path: string): Safetensors {
  return decodeSafetensors(readBytes(path, 'tensors'), path);
}

/** Writes a safetensors file, whole or not at all. @throws {InputError} as encoding and writing do */
export function writeSafetensors(path: string, ...contents: Parameters<typeof encodeSafetensors>): void {
  writeFileAtomic(path, encodeSafetensors(...contents));
}

import { createHash } from 'node:crypto';
import { refuse } from '../errors.js';
import { show } from '../schema.js';
import { readBytes, writeFileAtomic } from './files.js';
import { decodeSafetensors, encodeSafetensors, type Safetensors, type Tensor } from './safetensors/index.js';

const formatKey = 'relaxon.format';
const sealKey = 'relaxon.sha256';

type Tensors = Iterable<readonly [name: string, tensor: Tensor]>;
type Texts = Readonly<Record<string, string>>;

/**
 * A safetensors file that says what it is and whether it is whole: its metadata have its format and the SHA-256 of the file
 * as it would be without that hash.
 * @param format what kind of file it is, and which version: `relaxon checkpoint 2`
 */
export function encodeSealed(format: string, tensors: Tensors, texts: Texts = {}): Uint8Array {
  const all = [...tensors];
  const named = { ...texts, [formatKey]: format };
  return encodeSafetensors(all, { ...named, [sealKey]: sealOf(all, named) });
}

/**
 * Reads such a file; its format and hash are checked before anything is made of it.
 * @param file what errors call it
 * @throws {InputError} on another kind of file, another version of its format, or one that has changed since it was written
 */
export function decodeSealed(bytes: Uint8Array, file: string, format: string): Safetensors {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  const { [formatKey]: found, [sealKey]: seal, ...texts } = metadata;
  if (found !== format) refuseFormat(file, found, format);
  if (sealOf(tensors, { ...texts, [formatKey]: found }) !== seal) {
    refuse({
      where: file,
      got: 'contents that do not fit their SHA-256',
      expected: 'the file as it was written',
      hint: 'copying it again',
    });
  }
  return { tensors, metadata: texts };
}

/** Writes a sealed file, whole or not at all. @throws {InputError} when it cannot be written */
export function writeSealed(path: string, ...contents: Parameters<typeof encodeSealed>): void {
  writeFileAtomic(path, encodeSealed(...contents));
}

/** @throws {InputError} when it cannot be read, and as `decodeSealed` */
export function readSealed(path: string, format: string): Safetensors {
  return decodeSealed(readBytes(path, 'tensors'), path, format);
}

// Of what the file holds, however its header puts it.
const sealOf = (tensors: Tensors, texts: Texts) =>
  createHash('sha256').update(encodeSafetensors(tensors, texts)).digest('hex');

function refuseFormat(file: string, found: string | undefined, format: string): never {
  const kind = format.replace(/\d+$/, '');
  const older = found?.startsWith(kind);
  return refuse({
    where: file,
    got:
      found === undefined
        ? 'another kind of safetensors, or one from before there were versions'
        : show(found),
    expected: format,
    hint: older ? 'the version of relaxon that wrote it, or making it anew with this one' : undefined,
  });
}

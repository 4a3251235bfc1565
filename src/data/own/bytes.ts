import { endianness } from 'node:os';

/** A copy of bytes, so that numbers of any width may begin there, in the order of this machine. */
export function inOrder(bytes: Uint8Array, width: number, little: boolean): ArrayBuffer {
  const { buffer } = new Uint8Array(bytes);
  const view = Buffer.from(buffer);
  if (little !== (endianness() === 'LE')) {
    if (width === 2) view.swap16();
    else if (width === 4) view.swap32();
    else if (width === 8) view.swap64();
  }
  return buffer;
}

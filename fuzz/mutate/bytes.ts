import type { RandomStream } from '../../src/math/random.js';
import { pick, several, span } from './pick.js';

const extremes = [0, 1, 9, 10, 0x1f, 0x20, 0x22, 0x2c, 0x30, 0x7f, 0x80, 0x8b, 0xe2, 0xff];

/** Flips, sets, cuts, doubles, drops, moves and adds bytes. */
export function mutateBytes(stream: RandomStream, input: Uint8Array): Uint8Array {
  return several(stream, input, [
    (bytes) =>
      changed(
        bytes,
        (copy, at) => {
          copy[at] ^= 1 << stream.integer(8);
        },
        stream,
      ),
    (bytes) =>
      changed(
        bytes,
        (copy, at) => {
          copy[at] = pick(stream, extremes);
        },
        stream,
      ),
    (bytes) =>
      changed(
        bytes,
        (copy, at) => {
          copy[at] = stream.integer(256);
        },
        stream,
      ),
    (bytes) => bytes.subarray(0, stream.integer(bytes.length + 1)),
    (bytes) => without(bytes, ...span(stream, bytes.length)),
    (bytes) => doubled(bytes, span(stream, bytes.length), stream.integer(bytes.length + 1)),
    (bytes) => moved(bytes, span(stream, bytes.length), stream),
    (bytes) =>
      joined(
        bytes,
        Uint8Array.from({ length: stream.integer(9) }, () => stream.integer(256)),
      ),
  ]);
}

/** Pieces one after the other. */
export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function changed(
  bytes: Uint8Array,
  change: (copy: Uint8Array, at: number) => void,
  stream: RandomStream,
): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = bytes.slice();
  change(copy, stream.integer(copy.length));
  return copy;
}

const without = (bytes: Uint8Array, from: number, to: number) =>
  joined(bytes.subarray(0, from), bytes.subarray(to));

const doubled = (bytes: Uint8Array, [from, to]: [number, number], at: number) =>
  joined(bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at));

function moved(bytes: Uint8Array, [from, to]: [number, number], stream: RandomStream): Uint8Array {
  const rest = without(bytes, from, to);
  const at = stream.integer(rest.length + 1);
  return joined(rest.subarray(0, at), bytes.subarray(from, to), rest.subarray(at));
}

import type { RandomStream } from '../../src/math/random.js';

/** One of them. */
export const pick = <T>(stream: RandomStream, from: readonly T[]): T => from[stream.integer(from.length)];

/** Does one to four of them, one after the other. */
export function several<T>(stream: RandomStream, value: T, ways: readonly ((value: T) => T)[]): T {
  let changed = value;
  for (let left = 1 + stream.integer(4); left > 0; left--) changed = pick(stream, ways)(changed);
  return changed;
}

/** A span of something with a length: mostly short. */
export function span(stream: RandomStream, length: number): [from: number, to: number] {
  const from = stream.integer(length + 1);
  const longest = stream.integer(4) === 0 ? length - from : Math.min(16, length - from);
  return [from, from + stream.integer(longest + 1)];
}

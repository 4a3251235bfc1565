import { randomStream } from '../src/math/random.js';
import type { Target } from './target.js';

/**
 * Input number `index` of a parser: the same for the same seed. The first are the valid ones; of the others every second is
 * sealed again after it was changed.
 */
export function inputOf(target: Target, parser: string, seed: number, index: number): Uint8Array {
  const { valid } = target;
  if (index < valid.length) return valid[index];
  const stream = randomStream(seed, `fuzz/${parser}/${index}`);
  return target.mutate(stream, valid[stream.integer(valid.length)], index % 2 === 1);
}

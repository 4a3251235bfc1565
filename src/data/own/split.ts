import { refuse } from '../../errors.js';
import { permutation, randomStream } from '../../math/random.js';
import { show } from '../../schema.js';

/** Numbers of the samples of two parts, each in the order of the file. */
export interface Parts {
  readonly rest: Uint32Array;
  readonly share: Uint32Array;
}

/** How many of `count` a share is: at least one, and not all. */
const sizeOf = (count: number, share: number) => Math.min(count - 1, Math.max(1, Math.round(count * share)));

/** A random share of samples. @throws {InputError} where there is only one */
export function splitAny(file: string, count: number, share: number, seed: number): Parts {
  if (count < 2)
    refuse({
      where: file,
      got: 'one sample',
      expected: 'at least two, to learn from one and be judged by the other',
    });
  const order = permutation(randomStream(seed, 'data/split'), count);
  return parts(count, [...order.subarray(0, sizeOf(count, share))]);
}

/**
 * A random share of each class.
 * @throws {InputError} naming a class that occurs only once, and where
 */
export function splitClasses(
  labels: Uint8Array,
  classes: readonly string[],
  { share, seed }: { readonly share: number; readonly seed: number },
  place: (sample: number) => string,
): Parts {
  const random = randomStream(seed, 'data/split');
  const taken: number[] = [];
  for (const [label, name] of classes.entries()) {
    const members = [...labels.keys()].filter((sample) => labels[sample] === label);
    if (members.length === 1)
      refuse({
        where: place(members[0]),
        got: `class ${show(name)} only once`,
        expected: 'at least two of each class, one to learn from and one to be judged by',
        hint: '--test FILE; or --task regression, if targets are quantities',
      });
    const order = permutation(random, members.length);
    for (const i of order.subarray(0, sizeOf(members.length, share))) taken.push(members[i]);
  }
  return parts(labels.length, taken);
}

function parts(count: number, taken: readonly number[]): Parts {
  const chosen = new Set(taken);
  const all = Uint32Array.from({ length: count }, (_, i) => i);
  return { rest: all.filter((i) => !chosen.has(i)), share: all.filter((i) => chosen.has(i)) };
}

import { refuse } from '../errors.js';
import { type RandomStream, randomStream } from '../math/random.js';
import { type RealSet, type RealSplit, sha256 } from './dataset.js';

/** What to make; the defaults are those of the data set `adding`. */
export interface AddingOptions {
  readonly seed?: number;
  /** Length of a sequence, at least 2. */
  readonly steps?: number;
  /** Number of sequences to learn from. */
  readonly train?: number;
  /** Number of sequences to be judged by. */
  readonly test?: number;
}

const FEATURES = 2;

/**
 * The adding problem (S. Hochreiter, J. Schmidhuber 1997, "Long short-term memory", experiment 4): sequences [steps, 2] of
 * a number, uniform in [0, 1), and a marker, 0 but for a 1 at one step of either half; the target is the sum of the two
 * numbers that are marked. Theirs are in [-1, 1] and the sum is scaled into [0, 1]; unscaled, and marked in either half,
 * it is as in Arjovsky, Shah, Bengio 2016 (arXiv 1511.06464). Whoever answers 1 has a mean squared error of 1/6.
 * The same seed gives the same bits, and a larger set begins with the smaller one.
 * @throws {InputError} when a number is not a whole one, or too small
 */
export function makeAdding(options: AddingOptions = {}): RealSet {
  const { seed = 1, steps = 50, train: learned = 10_000, test: judged = 2_000 } = options;
  check('steps', steps, 2);
  check('train', learned, 1);
  check('test', judged, 1);
  const train = sequences(learned, steps, randomStream(seed, 'adding/train'));
  const test = sequences(judged, steps, randomStream(seed, 'adding/test'));
  return {
    ...{ name: 'adding', targetSize: 1, train, test },
    checksum: sha256(train.inputs, train.targets, test.inputs, test.targets),
    verified: true,
    source: `built in, seed ${seed}`,
  };
}

function sequences(count: number, steps: number, random: RandomStream): RealSplit {
  const inputs = new Float32Array(count * steps * FEATURES);
  const targets = new Float32Array(count);
  const half = Math.floor(steps / 2);
  for (let i = 0; i < count; i++) {
    const at = (step: number) => (i * steps + step) * FEATURES;
    for (let step = 0; step < steps; step++) inputs[at(step)] = random.uniform();
    for (const marked of [random.integer(half), half + random.integer(steps - half)]) {
      inputs[at(marked) + 1] = 1;
      targets[i] += inputs[at(marked)];
    }
  }
  return { count, shape: [steps, FEATURES], form: 'sequence', inputs, scale: 1, targets };
}

function check(what: keyof AddingOptions, n: number, least: number): void {
  if (Number.isInteger(n) && n >= least) return;
  refuse({ where: `adding.${what}`, got: String(n), expected: `a whole number of at least ${least}` });
}

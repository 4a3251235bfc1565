import { refuse } from '../errors.js';
import { permutation, randomStream } from '../math/random.js';
import type { DataSet } from './dataset.js';
import { picked } from './own/parts.js';

/**
 * A data set whose training samples are cut in two at random: `share` of them, rounded to whole samples, are for validation
 * and are not learnt from. The same seed and data always give the same samples, which stay in the order of the data. The
 * test samples, and the checksum, are those of the whole.
 * @throws {InputError} naming `where` on a share outside of (0, 1), one that leaves a side empty, or a set that is cut already
 */
export function splitOffValidation(
  data: DataSet,
  share: number,
  seed: number,
  where = 'validationShare',
): DataSet {
  const expected = 'a share between 0 and 1, such as 0.1';
  if (!(share > 0 && share < 1)) refuse({ where, got: String(share), expected });
  if (data.validation) {
    refuse({ where, got: String(share), expected: `none: ${data.name} has validation samples of its own` });
  }
  const { count } = data.train;
  const kept = Math.round(count * share);
  if (kept < 1 || kept >= count) {
    const got = `${share}, which is ${kept} of the ${count} training samples of ${data.name}`;
    refuse({ where, got, expected: 'at least one sample on each side' });
  }
  const order = permutation(randomStream(seed, 'validation'), count);
  const [validation, train] = [order.subarray(0, kept), order.subarray(kept)].map((part) =>
    part.slice().sort(),
  );
  // Written out by kind, so that each half is of the kind of its set.
  return 'classes' in data
    ? { ...data, train: picked(data.train, train), validation: picked(data.train, validation) }
    : { ...data, train: picked(data.train, train), validation: picked(data.train, validation) };
}

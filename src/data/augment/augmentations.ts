import { randomStream } from '../../math/random.js';
import { adding } from '../../registry.js';
import { type Augmentation, identity, type Placement } from './augmentation.js';
import { crop } from './crop.js';
import { flip } from './flip.js';

/** Every augmentation by its name. A new one: one file, one line here. */
export const augmentations: Readonly<Record<string, Augmentation>> = { crop, flip };

/** Adds an augmentation at run time. @throws {InputError} */
export const addAugmentation = adding<Augmentation>('augmentations', augmentations, {
  about: 'string',
  change: 'function',
});

/** Which image is changed, and when. */
export interface Occasion {
  /** Of the run. */
  readonly seed: number;
  /** Epochs before this one. */
  readonly epoch: number;
  /** Its number in the training split. */
  readonly sample: number;
}

/**
 * Where the pixels of an image of this size come from. It depends on nothing but names, size and occasion, so a run that
 * goes on sees what it would have seen; and each augmentation draws from a stream of its own, so one more leaves the
 * others' numbers as they were.
 * @param names in the order in which they are applied
 */
export function placementOf(
  names: readonly string[],
  [rows, columns]: readonly number[],
  { seed, epoch, sample }: Occasion,
): Placement {
  const placement = identity(rows, columns);
  for (const name of names)
    augmentations[name].change(placement, randomStream(seed, `augment/${name}/${epoch}/${sample}`));
  return placement;
}

import type { Augmentation } from './augmentation.js';

/** Left and right exchanged, in half of all cases. */
export const flip: Augmentation = {
  about: 'exchange left and right, or not',
  change: ({ columns }, random) => {
    if (random.uniform() < 0.5) columns.reverse();
  },
};

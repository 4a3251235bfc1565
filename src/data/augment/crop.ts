import type { Augmentation } from './augmentation.js';

/** Pixels of 0 on every side. */
const PADDING = 4;

/**
 * A crop of the old size at a random place of the image with a padding of 4, as is usual for CIFAR-10 (Lee, Xie, Gallagher,
 * Zhang, Tu 2015, "Deeply-supervised nets"): a shift by up to 4 pixels along either axis.
 */
export const crop: Augmentation = {
  about: 'shift by up to 4 pixels',
  change: ({ rows, columns }, random) => {
    for (const axis of [rows, columns]) {
      const shift = random.integer(2 * PADDING + 1) - PADDING;
      for (let i = 0; i < axis.length; i++) axis[i] += shift;
    }
  },
};

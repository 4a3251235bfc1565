import type { Need } from '../sim/needs.js';

/** Of what has an effect only where the input has targets; of whether it has, nothing is said before it is read. */
export const taught: Need = {
  holds: ({ targets }) => targets !== false,
  instead: () => 'no target in the input',
  expected: 'one: without it nothing relaxes',
};

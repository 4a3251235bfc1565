import { binomial } from '../closed-form/families.js';
import type { Schedule } from '../schedule.js';

/** Every neuron steps from the state of the step before (Jacobi). */
export const synchronous: Schedule = {
  family: binomial,
  groups: (relaxing) => [relaxing],
};

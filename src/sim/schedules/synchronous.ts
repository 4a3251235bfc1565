import { binomial } from '../closed-form/families.js';
import { commonClock, type Schedule } from '../schedule.js';

/** Every neuron steps from the state of the step before (Jacobi). */
export const synchronous: Schedule = {
  family: binomial,
  steps: (movers) => {
    const groups = [{ movers }];
    return () => groups;
  },
  needs: [commonClock],
};

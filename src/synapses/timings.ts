import { continuous } from './timing/continuous.js';
import { equilibrium } from './timing/equilibrium.js';

/** Every timing of plasticity by name. A new one: one file, one line here. */
export const timings = { equilibrium, continuous } as const;

/** The name of a timing of plasticity. */
export type TimingName = keyof typeof timings;

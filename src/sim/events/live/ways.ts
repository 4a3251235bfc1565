import { oscillation } from './ways/oscillation.js';
import { strictPhases } from './ways/strict-phases.js';
import { twoCompartments } from './ways/two-compartments.js';

/** Every way of living with stimuli that do not wait, by name. A new one: one file, one line here. */
export const ways = {
  'strict-phases': strictPhases,
  oscillation,
  'two-compartments': twoCompartments,
} as const;

/** The name of a way. */
export type WayName = keyof typeof ways;

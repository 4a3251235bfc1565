import { adding } from '../../../registry.js';
import type { Way } from './way.js';
import { oscillation } from './ways/oscillation.js';
import { strictPhases } from './ways/strict-phases.js';
import { twoCompartments } from './ways/two-compartments.js';

/** Every way of living with stimuli that do not wait, by name. A new one: one file, one line here. */
export const ways = {
  'strict-phases': strictPhases,
  oscillation,
  'two-compartments': twoCompartments,
} as const;

/** Adds a way at run time. @throws {InputError} */
export const addWay = adding<Way>('ways', ways, {
  name: 'string',
  summary: 'string',
  filled: 'function',
  start: 'function',
});

/** The name of a way. */
export type WayName = keyof typeof ways;

import { current } from './presynaptic/current.js';
import { stored } from './presynaptic/stored.js';

/** Every presynaptic factor by name. A new one: one file, one line here. */
export const presynaptics = { stored, current } as const;

/** The name of a presynaptic factor. */
export type PresynapticName = keyof typeof presynaptics;

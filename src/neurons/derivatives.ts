import { current } from './derivatives/current.js';
import { frozen } from './derivatives/frozen.js';
import { none } from './derivatives/none.js';

/** Every derivative by name. A new one: one file, one line here. */
export const derivatives = { frozen, current, none } as const;

/** The name of a derivative. */
export type DerivativeName = keyof typeof derivatives;

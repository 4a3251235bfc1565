import { adding } from '../registry.js';
import type { Loss } from './loss.js';
import { crossEntropy } from './losses/cross-entropy.js';
import { mse } from './losses/mse.js';

/** Every loss by the name a network description uses. A new one: one file, one line here. */
export const losses = { mse, 'cross-entropy': crossEntropy } as const;

/** Adds a loss at run time. @throws {InputError} */
export const addLoss = adding<Loss>('losses', losses, { share: 'function', error: 'function' });

/** The name of a loss. */
export type LossName = keyof typeof losses;

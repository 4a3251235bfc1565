import { crossEntropy } from './losses/cross-entropy.js';
import { mse } from './losses/mse.js';

/** Every loss by the name a network description uses. A new one: one file, one line here. */
export const losses = { mse, 'cross-entropy': crossEntropy } as const;

/** The name of a loss. */
export type LossName = keyof typeof losses;

import type { Activation } from '../activation.js';
import type { Loss } from '../loss.js';
import type { Cells } from './cells.js';

/** What the neurons of a population are. */
export interface Kind {
  readonly name: string;
  readonly size: number;
  readonly bias: Float64Array;
  readonly activation: Activation | undefined;
  readonly loss: Loss | undefined;
  readonly cells?: Cells | undefined;
  /** The state that their noise goes to, by index: the one that the rule moves first. */
  readonly noisy?: number | undefined;
  /** How many projections lead from it to the nearest output. */
  readonly distance: number;
}

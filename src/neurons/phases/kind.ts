import type { Activation } from '../activation.js';
import type { Loss } from '../loss.js';
import type { Cells } from './cells.js';
import type { Ports } from './ports.js';

/** What the neurons of a population are. */
export interface Kind {
  readonly name: string;
  readonly size: number;
  readonly bias: Float64Array;
  readonly activation: Activation | undefined;
  readonly loss: Loss | undefined;
  /** Of neurons that do not add up what comes up. */
  readonly ports?: Ports | undefined;
  readonly cells?: Cells | undefined;
  /** The state that their noise goes to, by index: the one that the rule moves first. */
  readonly noisy?: number | undefined;
  /** How many projections lead from it to the nearest output. */
  readonly distance: number;
}

import type { Stage } from './presentation.js';
import type { Relaxing } from './relaxing.js';

/** A presentation that has begun. */
export interface Begun {
  readonly stage: Stage;
  readonly relaxing: Relaxing;
  /** Nothing of it is left. Parameters, and random streams, are put back as they were before it, or not. */
  readonly close: (parameters: boolean, streams: boolean) => void;
}

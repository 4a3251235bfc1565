import type { Signals } from '../../rules/rule.js';
import type { SlopeSurroundings } from './kink-slopes.js';
import type { TurnSurroundings } from './kink-turns.js';
import type { Motion, Uttered } from './motion.js';

/** A message, and whether others are driven by it: they wait until everybody has said it once. */
export interface Said extends Uttered {
  readonly drives: boolean;
}

/** How neurons move from kink to kink, and what they say. */
export interface KinkMotion<S extends Said> extends Motion {
  readonly says: readonly S[];
}

/** What neurons that go from kink to kink are given. */
export interface KinkSurroundings<S extends Said> extends SlopeSurroundings, TurnSurroundings {
  readonly signals: Signals;
  /** What is said may be under way for some time. */
  readonly late: boolean;
  /** A neuron says where values will be. */
  readonly count: (said: S, unit: number) => void;
}

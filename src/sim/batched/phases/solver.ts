import type { Phase, Signals } from '../../../rules/rule.js';
import type { Stage } from './stage.js';

/** A phase whose beginning is done, to be gone through up to its ends. */
export interface Passage<T> {
  readonly stage: Stage<T>;
  readonly phase: Phase;
  readonly signals: Signals;
  /** Who looks on, if anybody does; a way without steps shows its end. */
  readonly look?: Look | undefined;
}

/** Looks on after 0, 1, ... steps of a phase. */
export interface Look {
  keeps(step: number): boolean;
  take(step: number): void;
}

/** A way to find where the states of a phase end: it leaves them there, everything said. */
export type Solver = <T>(passage: Passage<T>) => void;

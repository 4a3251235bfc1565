import type { Recipe } from './recipe.js';

/** A state that moves, and the formulas of dx/dt, to be added. */
export interface Moved {
  readonly name: string;
  readonly state: number;
  readonly recipes: readonly Recipe[];
}

/** States that follow at once, in the order written. */
export interface Followed {
  readonly states: readonly number[];
  readonly recipes: readonly Recipe[];
}

/** What is said. */
export interface Uttered {
  readonly path: string;
  readonly keys: readonly number[];
  readonly recipes: readonly Recipe[];
}

/** Where states are between events, of neurons that move by themselves. */
export interface StateCourse {
  /** @returns undefined of a state that does not move */
  at(state: number, unit: number, time: number): number | undefined;
  /** What draws a state in dx/dt = -x + drive; 0 before anything has come. @returns undefined of one that does not move so */
  driveAt(state: number, unit: number, time: number): number | undefined;
}

/** How the neurons of a population move in a phase: dx/dt = -x + drive. */
export interface Motion {
  /** Each after those that it follows. */
  readonly moves: readonly Moved[];
  readonly follows: readonly Followed[];
  readonly says: readonly Uttered[];
}

import type { Child } from '../network/layout.js';
import type { Need } from '../rules/locality.js';
import type { Family } from './closed-form/family.js';

/** A node or input whose units relax. */
export interface Mover {
  readonly name: string;
  readonly size: number;
  readonly children: readonly Child[];
}

/** Units that step at once: all of some nodes, or one unit of one. */
export interface Group {
  readonly movers: readonly Mover[];
  readonly unit?: number;
}

/**
 * Who updates when within one step. Groups follow each other; the units of a group update at once, from what
 * the groups before them left.
 */
export interface Schedule {
  /** Weights of the closed form that so many steps leave, where the relaxation is linear; undefined: there is none. */
  readonly family: ((steps: number, stepSize: number) => Family) | undefined;
  /**
   * The groups of one step after the other.
   * @param movers in topological order
   * @param seed of the order, where that is random: the same seed always gives the same steps
   */
  steps(movers: readonly Mover[], seed: number): () => readonly Group[];
  /** What it makes neurons need that is not local now: a clock that they share. */
  readonly needs: readonly Need[];
}

/** Many neurons step at the same tick. */
export const commonClock: Need = { update: 'activity', reads: 'tick', level: 2 };

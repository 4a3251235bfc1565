import type { LaidOutNode } from '../network/layout.js';
import type { Family } from './closed-form/family.js';

/**
 * Who updates when within one step. Groups follow each other; the nodes of a group update at once, from what
 * the groups before them left.
 */
export interface Schedule {
  /** Weights of the closed form that so many steps of this schedule leave, where the relaxation is linear. */
  family(steps: number, stepSize: number): Family;
  groups(relaxing: readonly LaidOutNode[]): readonly (readonly LaidOutNode[])[];
}

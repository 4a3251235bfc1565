import type { LaidOutNode } from '../network/layout.js';

/**
 * Who updates when within one step. Groups follow each other; the nodes of a group update at once, from what
 * the groups before them left.
 */
export interface Schedule {
  groups(relaxing: readonly LaidOutNode[]): readonly (readonly LaidOutNode[])[];
}

import type { LaidOutNode } from '../../network/layout.js';
import { negativeBinomial } from '../closed-form/families.js';
import type { Schedule } from '../schedule.js';

/**
 * In place, from the outputs down (Gauss-Seidel), as the papers' code does it: a node steps after all its
 * children have. Nodes at the same height above which nothing is pending form one group.
 */
export const topDown: Schedule = {
  family: negativeBinomial,
  groups: (relaxing) => {
    const rank = new Map<string, number>();
    const groups: LaidOutNode[][] = [];
    for (const node of [...relaxing].reverse()) {
      const r = node.children.reduce((most, child) => Math.max(most, (rank.get(child.name) ?? -1) + 1), 0);
      rank.set(node.name, r);
      if (groups[r]) groups[r].push(node);
      else groups[r] = [node];
    }
    return groups;
  },
};

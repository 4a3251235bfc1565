import { negativeBinomial } from '../closed-form/families.js';
import { commonClock, type Group, type Mover, type Schedule } from '../schedule.js';

/**
 * In place, from the outputs down (Gauss-Seidel), as the papers' code does it: a node steps after all its
 * children have. Nodes at the same height above which nothing is pending form one group.
 */
export const topDown: Schedule = {
  family: negativeBinomial,
  steps: (movers) => {
    const groups = topDownGroups(movers);
    return () => groups;
  },
  needs: [commonClock],
};

/** Movers by their distance from the outputs, the nearest first. @param movers in topological order */
export function topDownGroups(movers: readonly Mover[]): Group[] {
  const rank = new Map<string, number>();
  const ranks: Mover[][] = [];
  for (const mover of [...movers].reverse()) {
    const r = mover.children.reduce((most, child) => Math.max(most, (rank.get(child.name) ?? -1) + 1), 0);
    rank.set(mover.name, r);
    if (ranks[r]) ranks[r].push(mover);
    else ranks[r] = [mover];
  }
  return ranks.map((members) => ({ movers: members }));
}

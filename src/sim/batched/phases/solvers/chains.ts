import type { Unit } from '../medium.js';

/** Longest chains of nodes that move, through each node. */
export interface ChainLengths {
  /** Nodes that move, and take time to, on the longest way to it, itself included. */
  readonly before: Readonly<Record<string, number>>;
  /** Nodes that move on the longest way from it, itself not included. */
  readonly after: Readonly<Record<string, number>>;
}

/**
 * Counts nodes that move along the longest ways through each node.
 * @param order those who speak before those who hear them
 * @param heardBy whom each that moves hears
 * @param takesTime those who do not are no part of the length
 */
export function chainLengths(
  order: readonly Unit[],
  moves: (unit: Unit) => boolean,
  heardBy: (unit: Unit) => readonly Unit[],
  takesTime: (unit: Unit) => boolean = () => true,
): ChainLengths {
  const before: Record<string, number> = {};
  for (const unit of order) {
    const longest = moves(unit) ? heardBy(unit).map(({ name }) => before[name]) : [];
    before[unit.name] = Math.max(0, ...longest) + (moves(unit) && takesTime(unit) ? 1 : 0);
  }
  const after: Record<string, number> = Object.fromEntries(order.map(({ name }) => [name, 0]));
  for (const unit of [...order].reverse()) {
    if (!moves(unit)) continue;
    const own = takesTime(unit) ? 1 : 0;
    for (const { name } of heardBy(unit)) after[name] = Math.max(after[name], after[unit.name] + own);
  }
  return { before, after };
}

import type { LaidOutNode } from '../../../network/layout.js';
import type { Rule } from '../../../rules/rule.js';
import { isMeant } from '../../roles.js';

/** The state of a node that a rule moves first; undefined where it moves none. */
export function movesFirst({ phases }: Rule, node: LaidOutNode | undefined): string | undefined {
  for (const one of phases.flatMap(({ moves = [] }) => moves))
    if (one.kind === 'move' && isMeant(one, { node })) return Object.keys(one.values)[0];
  return undefined;
}

import type { Layout } from '../network/layout.js';
import type { Rule } from '../rules/rule.js';

/** A state of a node that a rule keeps for each sample. */
export interface KeptState {
  /** `NODE.STATE` */
  readonly name: string;
  readonly node: string;
  readonly state: string;
  readonly size: number;
}

/** Every state of every node that a rule keeps for each sample. */
export const keptStates = ({ nodes }: Layout, { keeps = [] }: Rule): readonly KeptState[] =>
  nodes.flatMap(({ name: node, size }) =>
    keeps.map((state) => ({ name: `${node}.${state}`, node, state, size })),
  );

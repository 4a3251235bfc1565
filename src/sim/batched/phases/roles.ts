import type { Who } from '../../../rules/rule.js';
import type { Unit } from './medium.js';

/** Who is meant by each word. */
const roles: Readonly<Record<Who, (unit: Unit) => boolean>> = {
  all: () => true,
  input: ({ node }) => node === undefined,
  neuron: ({ node }) => node !== undefined,
  output: ({ node }) => node?.loss !== undefined,
  inner: ({ node }) => node !== undefined && node.loss === undefined,
  top: ({ node }) => node?.role === 'clamped',
  lower: ({ node }) => node?.role === 'relaxing',
};

/** Whether a statement is meant for a node. */
export const isMeant = (who: Who, unit: Unit): boolean => roles[who](unit);

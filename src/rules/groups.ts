import type { Path, Who } from './rule.js';

/** Neurons that always do the same: inputs, neurons that are no outputs, outputs with children, outputs without. */
export type Group = 'input' | 'hidden' | 'passing' | 'top';

/** Who is meant by each word. */
export const groupsOf: Readonly<Record<Who, readonly Group[]>> = {
  all: ['input', 'hidden', 'passing', 'top'],
  input: ['input'],
  neuron: ['hidden', 'passing', 'top'],
  output: ['passing', 'top'],
  inner: ['hidden'],
  top: ['top'],
  lower: ['hidden', 'passing'],
};

/** Whose messages arrive anywhere, by the way that they go. */
export const sendersOf: Readonly<Record<Path['way'], readonly Group[]>> = {
  up: ['input', 'hidden', 'passing'],
  down: ['hidden', 'passing', 'top'],
  direct: ['passing', 'top'],
};

import type { Leaf } from './expression.js';
import type { Traced } from './symbols.js';

/** A state of a neuron, or what is said under a key of a path, as a text: the same for who writes and who reads it. */
export type Quantity = string;

/** What a statement writes; nothing, where synapses learn. */
export function quantityOf(what: Traced['what']): Quantity | undefined {
  if (what.kind === 'say') return said(what.path, what.key);
  return 'state' in what ? state(what.state) : undefined;
}

/** What of that a formula reads by a leaf: ports are of the path up. */
export function quantityRead(leaf: Leaf): Quantity | undefined {
  if (leaf.kind === 'state') return state(leaf.name);
  if (leaf.kind === 'inlet' || leaf.kind === 'heard') return said(leaf.path, leaf.key);
  return leaf.kind === 'gate' ? said('up', leaf.key) : undefined;
}

/** The state that it is. */
export const stateNamed = (quantity: Quantity): string => quantity.slice('state '.length);

/** Whether it is a state of a neuron. */
export const isState = (quantity: Quantity): boolean => quantity.startsWith('state ');

const state = (name: string): Quantity => `state ${name}`;
const said = (path: string, key: string): Quantity => `said ${path}.${key}`;

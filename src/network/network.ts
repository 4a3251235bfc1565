import type { LossName } from '../neurons/losses.js';
import type { NodeSpec } from './node-type.js';
import type { Shape } from './shapes.js';

/** An output of a network: the loss on the node's activities. */
export interface OutputSpec {
  readonly loss: LossName;
}

/**
 * A network: plain readonly data, JSON-able, with every default filled in. Nodes stand in topological order.
 * Made by `parseNetwork` from either form of description; parsing it again gives the same.
 */
export interface Network {
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly nodes: Readonly<Record<string, NodeSpec>>;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
}

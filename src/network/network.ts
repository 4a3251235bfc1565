import type { LossName } from '../neurons/losses.js';
import type { NodeSpec } from './node-type.js';
import type { Shape } from './shapes.js';
import type { ViewSpec } from './view.js';

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
  /** Other ways to look at inputs and nodes, which nodes may take in their place; in topological order. None, if not given. */
  readonly views?: Readonly<Record<string, ViewSpec>>;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
}

import type { WireOptions } from '../../messages/wires.js';
import type { GrainName } from '../../synapses/grains.js';
import type { Cells } from './build/cells.js';
import type { Delays } from './build/delays.js';

/** Options of the event engine. */
export interface EventOptions {
  /** Conduction delays in tau of the synapses into each node, by node name; 0 where not given. */
  readonly delays?: Delays;
  /** Neurons with time constants of their own, with noise, or dead, by node name. */
  readonly cells?: Cells;
  /** Of the noise of cells; 1 if not given. */
  readonly seed?: number;
  /** Messages lost, duplicated, reordered; then every synapse is an actor, at either grain. */
  readonly wires?: WireOptions;
  /** How synapses are cut into actors: one each, or one per axon and dendrite. Numbers are the same. */
  readonly grain?: GrainName;
}

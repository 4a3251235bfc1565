import type { Message, TraceColumns } from '../messages/message.js';
import { isNeuron, type Neuron, type Source } from '../messages/ports.js';
import type { Stateful } from '../messages/state.js';
import type { Observable } from '../messages/streams.js';
import type { TaskOwner } from '../messages/task.js';
import type { Wires } from '../messages/wires.js';
import type { BlockState } from './block-state.js';
import type { SynapseContext } from './context.js';
import type { Downward } from './downward.js';
import type { SynapseBlock } from './synapse-block.js';

/** The synapses of a block, however they are cut into actors. Synapse `i` is the one at post * pres + pre. */
export interface SynapseSet extends Stateful<BlockState> {
  weight(i: number): number;
  setWeight(i: number, weight: number): void;
  /** How it carries down; `weightsChanged` after any change of it. */
  readonly down: Downward;
  /** Whoever has summed up has to do it again. */
  weightsChanged(): void;
  /** What the synapse has added up since the last update. */
  gradient(i: number): number;
  /** What an optimiser keeps of each weight. */
  readonly traces: TraceColumns;
  /** Conduction delay in tau of all synapses, or of each. */
  readonly lag: number | Float64Array;
  /** Drops what has been added up since the last update. */
  forget(): void;
  /** Synapses are heard one by one: each has a delay, or a wire, of its own. */
  readonly apart: boolean;
  /** Wires that are not perfect. */
  readonly wires?: Wires | undefined;
  /** Those of its parts that have messages under way. */
  readonly owners: readonly TaskOwner[];
  /** What one synapse says, under the given address. Watching changes nothing. */
  watch(i: number, address: string): Observable<Message>;
}

/** A block of synapses that is to be made. */
export interface Connection {
  /** `NODE/parent`, of messages under way. */
  readonly address: string;
  readonly block: SynapseBlock;
  /** The units of the parent. */
  readonly sources: readonly Source[];
  /** The units of the node. */
  readonly neurons: readonly Neuron[];
  /** Conduction delay in tau of every synapse, both ways; or one for each. */
  readonly lag: number | Float64Array;
  /** The first weights, by synapse. */
  readonly weights: Float64Array;
  readonly down: Downward;
  /** Wires that are not perfect. */
  readonly wires: Wires | undefined;
  /** What was carried stands until something else comes. */
  readonly lasting: boolean;
}

/** A way to cut synapses into actors. */
export type Grain = (around: SynapseContext, connection: Connection) => SynapseSet;

/** The presynaptic neurons that relax: all of them, or none when the parent is an input. */
export function relaxing(sources: Connection['sources']): Neuron[] {
  return sources.filter(isNeuron);
}

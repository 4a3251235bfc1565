import type { Observable } from 'rxjs';
import type { LaidOutNode } from '../../network/layout.js';
import { checkDelay, type Delays } from './delays.js';
import type { InputActor } from './input-actor.js';
import type { Message } from './message.js';
import { NeuronActor } from './neuron-actor.js';
import type { Surroundings } from './surroundings.js';

/** All synapses into a node, in the order of the node type's `synapses`, however they are cut into actors. */
export interface SynapseSet {
  readonly count: number;
  weight(i: number): number;
  setWeight(i: number, weight: number): void;
  /** What the synapse has added up since the last update. */
  gradient(i: number): number;
  /** What one synapse says, under the given address. Watching changes nothing. */
  watch(i: number, address: string): Observable<Message>;
}

/** One synapse to be made. */
export interface Site {
  readonly source: InputActor | NeuronActor;
  readonly neuron: NeuronActor;
  readonly weight: number;
  /** Place in the postsynaptic neuron's basal inbox. */
  readonly basalPlace: number;
  /** Place in the presynaptic neuron's apical inbox; undefined for an input, which does not relax. */
  readonly apicalPlace: number | undefined;
  /** Conduction delay in tau, both ways. */
  readonly lag: number;
}

/** A way to cut the synapses of a node into actors. */
export type Grain = (around: Surroundings, sites: readonly Site[]) => SynapseSet;

/** Where the synapses of a node go, and the place of each one's weight in the node's weight. */
export interface Plan {
  readonly sites: readonly Site[];
  readonly weightPlace: Uint32Array;
}

/** Lists the synapses of a node, and takes their places in the inboxes. */
export function planSynapses(
  node: LaidOutNode,
  neurons: readonly NeuronActor[],
  sources: readonly (readonly (InputActor | NeuronActor)[])[],
  weights: ArrayLike<number>,
  delays: Delays,
): Plan {
  const delay = delays[node.name] ?? 0;
  const sites: Site[] = [];
  const weightPlace: number[] = [];
  const shapes = node.parents.map(({ shape }) => shape);
  node.type.synapses(node.spec, shapes, (post, parent, pre, place) => {
    const source = sources[parent][pre];
    const neuron = neurons[post];
    const lag = typeof delay === 'number' ? delay : checkDelay(node.name, delay(post, pre, parent));
    const basalPlace = neuron.basal.addPlace();
    const apicalPlace = source instanceof NeuronActor ? source.apical.addPlace(lag) : undefined;
    sites.push({ source, neuron, weight: weights[place], basalPlace, apicalPlace, lag });
    weightPlace.push(place);
  });
  return { sites, weightPlace: Uint32Array.from(weightPlace) };
}

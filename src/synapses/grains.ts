import { arborGrain } from './phases/arbor.js';
import type { Grain } from './phases/projection.js';
import { synapseGrain } from './phases/synapse.js';

/** Every way to cut synapses into actors, by name. All give the same messages and numbers, bit for bit. */
export const grains = { synapse: synapseGrain, arbor: arborGrain } as const satisfies Record<string, Grain>;

/** The name of a grain. */
export type GrainName = keyof typeof grains;

import type { GrainName } from '../grains.js';
import { arborGrain } from './arbor.js';
import type { Grain } from './projection.js';
import { synapseGrain } from './synapse.js';

/** Every way to cut the synapses of a rule in phases into actors, by name. */
export const grains: Readonly<Record<GrainName, Grain>> = { arbor: arborGrain, synapse: synapseGrain };

import type { Medium } from '../messages/medium.js';
import type { Plasticity } from './plasticity.js';

/** What synapses share: the medium, and how the rule has them change. */
export interface SynapseContext extends Medium {
  readonly rule: { readonly plasticity: Plasticity };
}

import type { Visits } from '../../../neurons/visits.js';
import type { AxonWindow } from '../../../synapses/phases/axon-window.js';
import type { Hearers } from './neuron-lead.js';

/** What is played. */
export interface Played {
  readonly hearers: readonly Hearers[];
  readonly windows: readonly AxonWindow[];
  readonly visits: readonly Visits[];
  /** Nobody is there who has to see everything in the order of time. */
  readonly alone: () => boolean;
  /** Neurons can be seen where they were when somebody wanted to look. */
  readonly seen: boolean;
  /** In tau: what neurons say comes to none of those who go through a stretch before them, or to themselves, sooner than that. */
  readonly longest: number;
  /** A stretch that is not too long, to begin with, in tau. */
  readonly short: number;
  /** At most about so many arrive in a stretch, if it can be that short. */
  readonly enough: number;
}

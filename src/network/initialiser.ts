import type { z } from 'zod';
import type { RandomStream } from '../math/random.js';

/** How many synapses end at a postsynaptic neuron, and start at a presynaptic one, in the layer being filled. */
export interface Fan {
  readonly in: number;
  readonly out: number;
}

/** A way to draw initial parameters: its options, and one draw after another. */
export interface Initialiser {
  /** Options next to `type`; all have defaults. */
  readonly schema: z.ZodObject;
  /** A function that gives the next value. */
  sampler(options: Readonly<Record<string, unknown>>, fan: Fan, stream: RandomStream): () => number;
}

/** An initialiser with its options, as a network description has it: plain data. */
export type InitialiserSpec = Readonly<{ type: string } & Record<string, string | number>>;

import type { Message } from '../../messages/message.js';

/** Who is at work: whatever is read now, this actor reads. */
export interface Context {
  /** Address of a neuron, or name of a synapse. */
  readonly actor: string;
  readonly kind: 'neuron' | 'synapse';
  /** The node whose neuron or afferent synapse it is. */
  readonly node: string;
  /** What it computes; undefined where that is nothing that an update reads. */
  readonly update: string | undefined;
  /** Which way the synapse carries whose weight is used: up or down; a weight of the other is another synapse's. */
  readonly way?: 'up' | 'down' | undefined;
  /** The message that it hears. */
  readonly heard?: Message | undefined;
  /** The signal that it hears, by name. */
  readonly signal?: string | undefined;
}

/** A place that holds a number, and who wrote it when. */
export interface Cell {
  readonly reads: string;
  /** Whose place it is: nobody else may read it. */
  readonly holder: string;
  /** What it is: the state of the moment, something kept, what was brought by a message, a weight, a phase. */
  readonly kind: 'state' | 'kept' | 'message' | 'weight' | 'phase';
  /** Of a weight or a letter box: the synapse's name. */
  readonly synapse?: string;
  /** Of a weight: which parameter it is, whose it is, and in which direction that one carries. */
  readonly parameter?: { readonly name: string; readonly way: 'up' | 'down' };
  /** Of a weight: the neuron below, which may weigh for the synapse what it is told. */
  readonly below?: string;
  readonly per: 'neuron' | 'synapse';
  written?: {
    readonly by: Context;
    readonly at: number;
    readonly phase: number;
    readonly heard?: Message | undefined;
  };
}

const words: Readonly<Record<string, string>> = {
  target: 'the teacher',
  bias: 'own parameter',
  current: 'neurons below, through synapses',
  'moving activity': 'the neuron below',
  'forward activity': 'the neuron below, whose activity it still is',
  drive: 'neurons above, through synapses',
};

/** Where something that is local now came from, in words. */
export function whence({ update }: Context, { reads, kind, written }: Cell): string {
  if (update === 'feedback weight') return 'what its two ends said, added up beside it';
  const brought = kind === 'message' || written?.heard || reads === 'bias';
  return (brought && words[reads]) || 'own state';
}

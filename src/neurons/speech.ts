/**
 * How neurons of the event engine speak during the relaxation: `sampled`, at every tick; `trajectory`, once, of all
 * their future; `threshold`, when their activity has moved by a quantum since they last spoke.
 */
export const messagesNames = ['sampled', 'threshold', 'trajectory'] as const;

/** The name of a way to speak. */
export type MessagesName = (typeof messagesNames)[number];

/** When a neuron with threshold messages has something to say: once it has moved by max(quantum, relative |said|). */
export interface Fineness {
  readonly quantum: number;
  /** 0: the quantum is absolute. */
  readonly relative: number;
  /** Time in tau after which the quantum is halved, again and again; Infinity: never. */
  readonly anneal: number;
  readonly smallest: number;
}

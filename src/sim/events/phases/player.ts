import type { TaskOwner } from '../../../messages/task.js';
import type { ProtocolState } from '../present/protocol.js';

/** Plays a sample; it can be stopped at any time and gone on with. */
export interface Player {
  /** Whose steps wait for their time. */
  readonly owner: TaskOwner;
  /** Plays all that happens up to and including `limit`, in tau. @returns whether it is over */
  advance(limit: number): boolean;
  state(): ProtocolState;
  restore(place: ProtocolState): void;
}

import type { EventQueue } from '../../../messages/queue.js';
import type { QueueState } from '../../../messages/queue-state.js';
import type { TaskOwner } from '../../../messages/task.js';
import type { Conditions } from '../save/conditions.js';
import { taskMaker } from '../save/saved-parts.js';
import type { Regime } from './way.js';

/** Everything that a live simulation is at a time between two instants: plain data. */
export interface LiveState {
  /** What it depends on beside: whoever goes on with it has to have the same. */
  readonly conditions: Conditions;
  readonly queue: QueueState;
  /** The network, and what its way of living keeps: what is shown, where its clock is. */
  readonly regime: unknown;
}

/** @throws {RelaxonError} within an instant, or when somebody outside, such as a source, has tasks waiting */
export const takeLiveState = (conditions: Conditions, regime: Regime, queue: EventQueue): LiveState => ({
  conditions,
  queue: queue.state(),
  regime: regime.state(),
});

/** @throws {InputError} on the state of another network; half of it may have been put by then */
export function putLiveState(regime: Regime, queue: EventQueue, outside: TaskOwner, state: LiveState): void {
  regime.restore(state.regime);
  queue.restore(state.queue, taskMaker([outside, ...regime.owners]));
}

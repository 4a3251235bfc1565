import { fail } from '../errors.js';
import type { StepClockState } from './step-clock.js';
import type { Level, SavedTask } from './task.js';
import type { WaitingTask } from './waiting.js';

/** The present time in tau, the clock of its steps where there is one, and what waits for later times. */
export interface QueueState {
  readonly time: number;
  readonly clock: StepClockState | undefined;
  readonly tasks: readonly (SavedTask & { readonly time: number; readonly level: Level })[];
}

/** What waits, as it is saved. @throws {RelaxonError} where somebody's task cannot be made again */
export const savedTasks = (waiting: readonly WaitingTask[]): QueueState['tasks'] =>
  waiting.map(({ time, level, task: { saved } }) => {
    const got = `a task from outside, waiting for ${time} tau`;
    const expected = 'tasks of the network only';
    return { time, level, ...(saved ?? fail({ where: 'EventQueue.state', got, expected })) };
  });

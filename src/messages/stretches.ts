import type { Task } from './task.js';

/**
 * Somebody who takes over what waits in the queue, and plays stretches of time by himself, in whatever order is quickest: at the
 * end of each everything is as if one task had run after the other.
 */
export interface Stretches {
  /** When the first of what he has taken over is due, in tau; Infinity where he has nothing. */
  readonly nextTime: number;
  /** Plays a stretch, up to and including `limit` at most. @returns false where he does not: then he has nothing */
  play(limit: number): boolean;
  /** A task is to wait. While he plays, it does so with him; else all that he has is put back before. @returns whether he has it */
  wait(time: number, task: Task): boolean;
  /** Puts back all that he has, in the order in which it would run. */
  release(): void;
}

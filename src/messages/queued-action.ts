import { type SchedulerAction, Subscription } from 'rxjs';
import { after } from '../math/time.js';
import type { Task } from './task.js';

/** Where it waits. */
interface Waiting {
  now(): number;
  at(time: number, task: Task): void;
}

/** Work of RxJS that waits in the queue. */
export class QueuedAction<S> extends Subscription implements SchedulerAction<S>, Task {
  private state: S | undefined;
  private pending = 0;

  constructor(
    private readonly queue: Waiting,
    private readonly work: (this: SchedulerAction<S>, state?: S) => void,
  ) {
    super();
  }

  schedule(state?: S, delay = 0): Subscription {
    this.state = state;
    this.pending++;
    this.queue.at(after(this.queue.now(), Math.max(0, delay)), this);
    return this;
  }

  run(): void {
    this.pending--;
    if (this.closed) return;
    this.work.call(this, this.state);
    if (this.pending === 0) this.unsubscribe();
  }
}

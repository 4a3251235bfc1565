import type { Task } from './task.js';

/** What runs at the present instant, round by round, and what waits for its end. */
export class Present {
  /** Places from `next` up to `end`, reused from round to round. */
  private readonly tasks: (Task | undefined)[] = [];
  private next = 0;
  private end = 0;
  private readonly last: Task[] = [];

  /** For a later round. */
  push(task: Task): void {
    this.tasks[this.end++] = task;
  }

  /** For when all else is over. */
  pushLast(task: Task): void {
    this.last.push(task);
  }

  /** Another round is to come. */
  get going(): boolean {
    return this.next < this.end;
  }

  /** Something waits for the end. */
  get ending(): boolean {
    return this.last.length > 0;
  }

  // Nothing that is scheduled meanwhile can come before it: for this instant it comes behind.
  run(): void {
    const { tasks } = this;
    while (this.next < this.end) {
      const task = tasks[this.next]!;
      tasks[this.next++] = undefined;
      if (this.next === this.end) {
        this.next = 0;
        this.end = 0;
      }
      task.run();
    }
  }

  /** The first of what waits for the end. */
  runLast(): void {
    this.last.shift()!.run();
  }

  clear(): void {
    this.tasks.fill(undefined);
    this.last.length = 0;
    this.next = 0;
    this.end = 0;
  }
}

import type { Course } from './course.js';
import type { EventQueue } from './queue.js';

/** When a neuron that speaks only of what has moved by a quantum speaks next. */
export class Threshold {
  private said: number | undefined;
  private planned = Number.NaN;
  private reached = false;

  /** @param onReached called at the time that was planned, if it still is */
  constructor(
    private readonly queue: EventQueue,
    private readonly quantum: number,
    private readonly onReached: () => void,
  ) {}

  /** Whether it is to say the activity `x` now: the first, or one that has moved far enough; it then has said it. */
  takes(x: number): boolean {
    const { said, reached, quantum } = this;
    this.reached = false;
    if (said !== undefined && !reached && Math.abs(x - said) < quantum) return false;
    this.said = x;
    return true;
  }

  /** Plans to speak when the course will have moved far enough from what was said, in place of any earlier plan. */
  plan(course: Course): void {
    const time = this.queue.now() + course.untilMoved(this.said!, this.quantum);
    // The same as before: it stands in the queue already.
    if (time === this.planned) return;
    this.planned = time;
    if (time < Infinity) this.queue.at(time, { run: () => this.reach(time) });
  }

  /** Drops its plan. */
  stop(): void {
    this.planned = Number.NaN;
  }

  // Reached, though rounding may leave the activity a little short of it.
  private reach(time: number): void {
    if (this.planned !== time) return;
    this.planned = Number.NaN;
    this.reached = true;
    this.onReached();
  }
}

import { readValue } from '../schema.js';
import type { EventQueue } from './queue.js';
import { time } from './schemas.js';
import type { SavedTask, Task, TaskOwner } from './task.js';

/** The one thing that an actor plans to do, which may be put off or brought forward at any time. */
export class Agenda implements TaskOwner {
  /** When it is to be done; Infinity: never. */
  planned = Infinity;
  /** The earliest time at which a task of this agenda waits in the queue. */
  waiting = Infinity;

  /** @param onTime called at the time that is planned then */
  constructor(
    private readonly queue: EventQueue,
    readonly address: string,
    private readonly onTime: (time: number) => void,
  ) {}

  /** Plans it for a time after now, in place of any earlier plan. */
  plan(time: number): void {
    this.planned = time;
    if (time < this.waiting) this.wait();
  }

  /** Drops the plan. */
  drop(): void {
    this.planned = Infinity;
  }

  /** The visit that waits for the time `what`. */
  taskOf(what: unknown): Task {
    return new Visit(this, readValue(`${this.address}: task`, time, what));
  }

  /** A time has come for which something may have been planned. */
  visit(time: number): void {
    if (time !== this.waiting) return;
    this.waiting = Infinity;
    if (time === this.planned) {
      this.planned = Infinity;
      this.onTime(time);
    } else if (this.planned < Infinity) this.wait();
  }

  // One task stands for all plans: a later plan waits for it to come up, so the queue does not fill with old ones.
  private wait(): void {
    this.waiting = this.planned;
    this.queue.at(this.planned, new Visit(this, this.planned));
  }
}

/** A time that something was planned for. */
class Visit implements Task {
  constructor(
    private readonly agenda: Agenda,
    private readonly time: number,
  ) {}

  run(): void {
    this.agenda.visit(this.time);
  }

  get saved(): SavedTask {
    return { owner: this.agenda.address, what: this.time };
  }
}

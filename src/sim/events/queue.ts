import { type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs';
import { fail } from '../../errors.js';
import { EventHeap } from './heap.js';

/** Work that waits for its time. */
export interface Task {
  run(): void;
  /** What it takes to make it again, where that can be. */
  readonly saved?: SavedTask | undefined;
}

/** A task in a saved simulation: whose it is, and what it is to the owner (plain data). */
export interface SavedTask {
  /** Address of the owner. */
  readonly owner: string;
  readonly what: unknown;
}

/** The present time in tau, and what waits for later ones. */
export interface QueueState {
  readonly time: number;
  readonly tasks: readonly (SavedTask & { readonly time: number })[];
}

/** Somebody who has tasks waiting, and can make them again. */
export interface TaskOwner {
  readonly address: string;
  /** The task that was saved as `what`. */
  taskOf(what: unknown): Task;
}

/** Somebody who looks at given times. Looking is no event: it schedules nothing and changes nothing. */
export interface Looker {
  /** When it wants to look next; Infinity for never. */
  readonly nextLook: number;
  /** All that happens up to and including `nextLook` has happened, and nothing later. It moves `nextLook` on. */
  look(): void;
  /** Time begins again at 0. */
  restart(): void;
  /** What was to be seen before `time` was seen by others. */
  passOver(time: number): void;
}

/**
 * Simulated time: tasks run in the total order (time, sequence), so a run is the same every time. What is
 * scheduled for the present instant runs after everything already waiting for it: the rounds of one instant.
 * It is an RxJS scheduler, so `interval`, `delay` and their like work in simulated time (unit: tau).
 */
export class EventQueue implements SchedulerLike {
  private readonly later = new EventHeap<Task>();
  /** What runs at the present instant: places from `next` up to `end`, reused from round to round. */
  private readonly present: (Task | undefined)[] = [];
  private next = 0;
  private end = 0;
  private time = 0;
  /** Before this time nobody reacts to feedback that is delivered: the next step of a relaxation, in tau. */
  quietUntil = 0;
  private lookers: readonly Looker[] = [];
  /** When the first of them wants to look. */
  private nextLook = Infinity;

  /** The present instant, in tau. */
  now(): number {
    return this.time;
  }

  /** Runs `task` in a later round of the present instant. */
  soon(task: Task): void {
    this.present[this.end++] = task;
  }

  /** Runs `task` at `time`. @throws {RelaxonError} when that is in the past or not a number */
  at(time: number, task: Task): void {
    if (time > this.time) this.later.push(time, task);
    else if (time === this.time) this.soon(task);
    else fail({ where: 'EventQueue.at', got: `time ${time}`, expected: `a time from ${this.time} on` });
  }

  schedule<S>(
    work: (this: SchedulerAction<S>, state?: S) => void,
    delay: number = 0,
    state?: S,
  ): Subscription {
    return new QueuedAction(this, work).schedule(state, delay);
  }

  /** Runs everything up to and including `time`, then stands at `time`. */
  runThrough(time: number): void {
    while (this.nextTime() <= time) this.step();
    if (time > this.nextLook) this.lookBefore(time);
    this.time = Math.max(this.time, time);
  }

  /** Runs until nothing is waiting. */
  run(): void {
    while (this.nextTime() < Infinity) this.step();
  }

  /** Runs what is waiting for times up to and including `limit`; stands at the last. @returns whether nothing is left */
  runWithin(limit: number): boolean {
    let next = this.nextTime();
    for (; next <= limit && next < Infinity; next = this.nextTime()) this.step();
    return next === Infinity;
  }

  /** Starts time again at 0. @throws {RelaxonError} while anything is waiting */
  restart(): void {
    if (this.nextTime() < Infinity) {
      fail({ where: 'EventQueue.restart', got: 'waiting events', expected: 'none', hint: 'run() first' });
    }
    this.time = 0;
    this.quietUntil = 0;
    for (const looker of this.lookers) looker.restart();
    this.planLooks();
  }

  /** Has somebody look at given times from now on. @returns what ends it */
  admit(looker: Looker): () => void {
    this.lookers = [...this.lookers, looker];
    this.planLooks();
    return () => {
      this.lookers = this.lookers.filter((other) => other !== looker);
      this.planLooks();
    };
  }

  /** Has everybody look whose time has come, and nobody any more until time starts again: what counts is over. */
  lookLast(): void {
    while (this.nextLook <= this.time) this.lookOnce();
    this.nextLook = Infinity;
  }

  /**
   * What waits, in the order in which it will run; between instants.
   * @throws {RelaxonError} within an instant, or when somebody's task cannot be made again
   */
  state(): QueueState {
    const where = 'EventQueue.state';
    if (this.next < this.end)
      fail({ where, got: 'an instant that is not over', expected: 'a time between two' });
    const tasks = this.later.entries().map(({ time, item: { saved } }) => {
      const got = `a task from outside, waiting for ${time} tau`;
      return { time, ...(saved ?? fail({ where, got, expected: 'tasks of the network only' })) };
    });
    return { time: this.time, tasks };
  }

  /** @param taskOf makes a task that was saved */
  restore({ time, tasks }: QueueState, taskOf: (saved: SavedTask) => Task): void {
    this.restart();
    this.time = time;
    for (const saved of tasks) this.later.push(saved.time, taskOf(saved));
    for (const looker of this.lookers) looker.passOver(time);
    this.planLooks();
  }

  private nextTime(): number {
    return this.next < this.end ? this.time : this.later.nextTime();
  }

  private lookBefore(time: number): void {
    while (this.nextLook < time) this.lookOnce();
  }

  private lookOnce(): void {
    const at = this.nextLook;
    for (const looker of this.lookers) if (looker.nextLook === at) looker.look();
    this.planLooks();
  }

  private planLooks(): void {
    this.nextLook = this.lookers.reduce((next, looker) => Math.min(next, looker.nextLook), Infinity);
  }

  private step(): void {
    // Whatever waited for this instant was scheduled before it began, so it comes before the present list.
    if (this.later.nextTime() === this.time || this.next === this.end) {
      const time = this.later.nextTime();
      if (time > this.nextLook) this.lookBefore(time);
      this.time = time;
      this.later.pop().run();
      return;
    }
    this.runPresent();
  }

  // Nothing that is scheduled meanwhile can come before it: for this instant it comes behind.
  private runPresent(): void {
    const { present } = this;
    while (this.next < this.end) {
      const task = present[this.next]!;
      present[this.next++] = undefined;
      if (this.next === this.end) {
        this.next = 0;
        this.end = 0;
      }
      task.run();
    }
  }
}

class QueuedAction<S> extends Subscription implements SchedulerAction<S>, Task {
  private state: S | undefined;
  private pending = 0;

  constructor(
    private readonly queue: EventQueue,
    private readonly work: (this: SchedulerAction<S>, state?: S) => void,
  ) {
    super();
  }

  schedule(state?: S, delay = 0): Subscription {
    this.state = state;
    this.pending++;
    this.queue.at(this.queue.now() + Math.max(0, delay), this);
    return this;
  }

  run(): void {
    this.pending--;
    if (this.closed) return;
    this.work.call(this, this.state);
    if (this.pending === 0) this.unsubscribe();
  }
}

import type { SchedulerAction, SchedulerLike, Subscription } from 'rxjs';
import { fail } from '../errors.js';
import { after, lastSameAs } from '../math/time.js';
import { Present } from './present.js';
import { failWaiting, failWithin, refuseInside } from './queue-refusals.js';
import { type QueueState, savedTasks } from './queue-state.js';
import { QueuedAction } from './queued-action.js';
import { Samplers } from './samplers.js';
import { StepClock, type StepClockState } from './step-clock.js';
import { type Level, levels, type SavedTask, type Task } from './task.js';
import { Waiting } from './waiting.js';

/**
 * Simulated time: tasks run in the total order (time, level, sequence), so a run is the same every time. What is
 * scheduled for the present instant runs after everything of its level already waiting for it: the rounds of one instant.
 * It is an RxJS scheduler, so `interval`, `delay` and their like work in simulated time (unit: tau).
 */
export class EventQueue implements SchedulerLike {
  /** Whoever looks at given times. */
  readonly samplers = new Samplers();
  /** What waits for later times, and what runs now: beside the queue they are for whoever plays what waits by himself. */
  readonly later = new Waiting();
  readonly present = new Present();
  /** Of the steps that are taken; undefined where none are. */
  clock: StepClock | undefined;
  private time = 0;
  /** Tasks are running. */
  private running = false;
  /** Of what has run last. */
  private level: Level = levels.arrives;

  /** The present instant, in tau. */
  now(): number {
    return this.time;
  }

  /** Runs `task` in a later round of the present instant. */
  soon(task: Task): void {
    this.present.push(task);
  }

  /** Runs `task` when all else of the present instant is over. */
  lastly(task: Task): void {
    this.present.pushLast(task);
  }

  /** Runs `task` at `time`. @throws {RelaxonError} when that is in the past or not a number */
  at(time: number, task: Task, level: Level = levels.arrives): void {
    const waits = level === levels.begins && this.level < level;
    if (time > this.time || (time === this.time && waits)) this.later.push(time, task, level);
    else if (time === this.time) this.soon(task);
    else fail({ where: 'EventQueue.at', got: `time ${time}`, expected: `a time from ${this.time} on` });
  }

  /** What is said now arrives, `delay` later: at once where that is the same time. */
  deliver(delay: number, task: Task): void {
    const time = this.arrival(this.time, delay);
    if (time === this.time) task.run();
    else this.at(time, task);
  }

  /**
   * When that arrives which was said at `said`, in tau: `delay` later; while steps are taken at the first tick at or after
   * that, so that what is late by d acts ceil(d / step) steps later.
   */
  arrival(said: number, delay: number): number {
    return this.clock === undefined ? after(said, delay) : this.clock.arrival(said, delay);
  }

  /** From now on steps are taken, of so many tau; or none any more. */
  stepBy(period: number | undefined): void {
    this.setClock(period === undefined ? undefined : { origin: this.time, period });
  }

  schedule<S>(work: (this: SchedulerAction<S>, state?: S) => void, delay = 0, state?: S): Subscription {
    return new QueuedAction(this, work).schedule(state, delay);
  }

  /**
   * Runs everything up to and including `time`, then stands at `time`.
   * @throws {InputError} from inside of a task, as everything that runs tasks
   */
  runThrough(time: number): void {
    this.inside('runThrough', () => {
      while (this.nextTime() <= time) this.step(time);
      if (time > this.samplers.due) this.samplers.sampleBefore(time);
    });
    if (time <= this.time) return;
    this.time = time;
    this.level = levels.begins;
  }

  /** Runs until nothing is waiting. */
  run(): void {
    this.runWithin(Infinity);
  }

  /** Runs what is waiting for times up to and including `limit`; stands at the last. @returns whether nothing is left */
  runWithin(limit: number): boolean {
    return this.inside('runWithin', () => {
      let next = this.nextTime();
      for (; next <= limit && next < Infinity; next = this.nextTime()) this.step(limit);
      return next === Infinity;
    });
  }

  /** Of the same: this is the present. */
  standAt(time: number): void {
    this.time = time;
    this.level = levels.arrives;
  }

  /** @throws {InputError} from inside of a task, or of whoever hears of one */
  checkOutside(method: string): void {
    if (this.running) refuseInside(method, this.time);
  }

  /** @throws {RelaxonError} while anything is waiting */
  checkNothingWaits(method: string): void {
    if (this.nextTime() < Infinity) failWaiting(method);
  }

  /** Drops whatever waits. */
  drop(): void {
    this.checkOutside('drop');
    this.later.clear();
    this.present.clear();
  }

  /** Starts time again at 0. @throws {RelaxonError} while anything is waiting */
  restart(): void {
    this.checkOutside('restart');
    this.checkNothingWaits('restart');
    this.time = 0;
    this.level = levels.arrives;
    this.samplers.restart();
    this.setClock(undefined);
  }

  /**
   * What waits, in the order in which it will run; between instants.
   * @throws {RelaxonError} within an instant, or when somebody's task cannot be made again
   */
  state(): QueueState {
    this.checkOutside('state');
    const { time, clock, later, present } = this;
    if (present.going || present.ending) failWithin();
    return { time, clock: clock?.state(), tasks: savedTasks(later.entries()) };
  }

  /** @param taskOf makes a task that was saved */
  restore({ time, clock, tasks }: QueueState, taskOf: (saved: SavedTask) => Task): void {
    this.restart();
    this.time = time;
    this.level = levels.begins;
    for (const saved of tasks) this.later.push(saved.time, taskOf(saved), saved.level);
    this.setClock(clock);
    this.samplers.skipTo(time);
  }

  private inside<T>(method: string, run: () => T): T {
    this.checkOutside(method);
    this.running = true;
    try {
      return run();
    } finally {
      this.running = false;
    }
  }

  private setClock(clock: StepClockState | undefined): void {
    this.clock = clock && new StepClock(clock.origin, clock.period);
    this.later.atTicks(clock !== undefined);
    this.samplers.follow(this.clock);
  }

  private nextTime(): number {
    return this.present.going || this.present.ending ? this.time : this.later.nextTime();
  }

  private step(limit: number): void {
    const { later, present } = this;
    if (later.plays(limit, present.going || present.ending)) return;
    const level = later.nextLevel();
    // Whatever waited for this instant was scheduled before it began, so it comes before the present list.
    const waited = level <= this.level && later.timeOf(level) === this.time;
    if (present.going && !waited) present.run();
    else if (present.ending && later.timeOf(level) > lastSameAs(this.time)) present.runLast();
    else this.runNext(level);
  }

  private runNext(level: Level): void {
    const time = Math.max(this.time, this.later.timeOf(level));
    if (time > this.samplers.due) this.samplers.sampleBefore(time);
    this.time = time;
    this.level = level;
    do this.later.pop(level).run();
    while (this.later.timeOf(level) <= time);
  }
}

import type { SchedulerAction, SchedulerLike, Subscription } from 'rxjs';
import { fail, refuse } from '../errors.js';
import { after, lastSameAs } from '../math/time.js';
import { QueuedAction } from './queued-action.js';
import { type Sampler, Samplers } from './samplers.js';
import { StepClock, type StepClockState } from './step-clock.js';
import { type Level, levels, type SavedTask, type Task } from './task.js';
import { Waiting } from './waiting.js';

/** The present time in tau, the clock of its steps where there is one, and what waits for later times. */
export interface QueueState {
  readonly time: number;
  readonly clock: StepClockState | undefined;
  readonly tasks: readonly (SavedTask & { readonly time: number; readonly level: Level })[];
}

/**
 * Simulated time: tasks run in the total order (time, level, sequence), so a run is the same every time. What is
 * scheduled for the present instant runs after everything of its level already waiting for it: the rounds of one instant.
 * It is an RxJS scheduler, so `interval`, `delay` and their like work in simulated time (unit: tau).
 */
export class EventQueue implements SchedulerLike {
  private readonly later = new Waiting();
  /** What waits for the end of the present instant. */
  private readonly last: Task[] = [];
  /** What runs at the present instant: places from `next` up to `end`, reused from round to round. */
  private readonly present: (Task | undefined)[] = [];
  private next = 0;
  private end = 0;
  private time = 0;
  /** Tasks are running. */
  private running = false;
  /** Of what has run last. */
  private level: Level = levels.arrives;
  private clock: StepClock | undefined;
  private readonly samplers = new Samplers();

  /** The present instant, in tau. */
  now(): number {
    return this.time;
  }

  /** Runs `task` in a later round of the present instant. */
  soon(task: Task): void {
    this.present[this.end++] = task;
  }

  /** Runs `task` when all else of the present instant is over. */
  lastly(task: Task): void {
    this.last.push(task);
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

  /** Of the steps that are taken, in tau; undefined where none are. */
  get period(): number | undefined {
    return this.clock?.period;
  }

  /** The tick that a time is at, in tau. */
  tick(step: number): number {
    return this.clock!.time(step);
  }

  schedule<S>(
    work: (this: SchedulerAction<S>, state?: S) => void,
    delay: number = 0,
    state?: S,
  ): Subscription {
    return new QueuedAction(this, work).schedule(state, delay);
  }

  /**
   * Runs everything up to and including `time`, then stands at `time`.
   * @throws {InputError} from inside of a task, as everything that runs tasks
   */
  runThrough(time: number): void {
    this.enter('runThrough');
    try {
      while (this.nextTime() <= time) this.step();
      if (time > this.samplers.due) this.samplers.sampleBefore(time);
    } finally {
      this.running = false;
    }
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
    this.enter('runWithin');
    try {
      let next = this.nextTime();
      for (; next <= limit && next < Infinity; next = this.nextTime()) this.step();
      return next === Infinity;
    } finally {
      this.running = false;
    }
  }

  /** @throws {InputError} from inside of a task, or of whoever hears of one */
  checkOutside(method: string): void {
    if (!this.running) return;
    refuse({
      where: `EventQueue.${method}`,
      got: `a call from inside a task, at ${this.time} tau`,
      expected: 'one from outside: time goes on already',
      hint: 'at() or schedule()',
    });
  }

  /** @throws {RelaxonError} while anything is waiting */
  checkNothingWaits(method: string): void {
    if (this.nextTime() === Infinity) return;
    const hint = 'run() or drop() first';
    fail({ where: `EventQueue.${method}`, got: 'waiting events', expected: 'none', hint });
  }

  /** Drops whatever waits. */
  drop(): void {
    this.checkOutside('drop');
    this.later.clear();
    this.present.fill(undefined);
    this.last.length = 0;
    this.next = 0;
    this.end = 0;
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

  /** Has somebody look at given times from now on. @returns what ends it */
  addSampler(sampler: Sampler): () => void {
    return this.samplers.add(sampler);
  }

  /** Somebody looks at given times. */
  get watched(): boolean {
    return this.samplers.any;
  }

  /** @throws {InputError} when somebody wants to look at times between steps of so many tau */
  checkSteps(stepSize: number): void {
    this.samplers.checkSteps(stepSize);
  }

  /** Has everybody look whose time has come: what changes now is not of that time. */
  look(): void {
    this.samplers.sampleThrough(this.time);
  }

  /** Has everybody look whose time has come, and nobody any more until time starts again: what counts is over. */
  lookLast(): void {
    this.samplers.sampleLast(this.time);
  }

  /**
   * What waits, in the order in which it will run; between instants.
   * @throws {RelaxonError} within an instant, or when somebody's task cannot be made again
   */
  state(): QueueState {
    this.checkOutside('state');
    const where = 'EventQueue.state';
    if (this.next < this.end || this.last.length > 0)
      fail({ where, got: 'an instant that is not over', expected: 'a time between two' });
    const tasks = this.later.entries().map(({ time, level, task: { saved } }) => {
      const got = `a task from outside, waiting for ${time} tau`;
      return { time, level, ...(saved ?? fail({ where, got, expected: 'tasks of the network only' })) };
    });
    return { time: this.time, clock: this.clock?.state(), tasks };
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

  private enter(method: string): void {
    this.checkOutside(method);
    this.running = true;
  }

  private setClock(clock: StepClockState | undefined): void {
    this.clock = clock && new StepClock(clock.origin, clock.period);
    this.later.atTicks(clock !== undefined);
    this.samplers.follow(this.clock);
  }

  private nextTime(): number {
    return this.next < this.end || this.last.length > 0 ? this.time : this.later.nextTime();
  }

  private step(): void {
    const { later } = this;
    const level = later.nextLevel();
    // Whatever waited for this instant was scheduled before it began, so it comes before the present list.
    const waited = level <= this.level && later.timeOf(level) === this.time;
    if (this.next < this.end && !waited) {
      this.runPresent();
      return;
    }
    if (this.last.length > 0 && later.timeOf(level) > lastSameAs(this.time)) {
      this.last.shift()!.run();
      return;
    }
    const time = Math.max(this.time, later.timeOf(level));
    if (time > this.samplers.due) this.samplers.sampleBefore(time);
    this.time = time;
    this.level = level;
    do later.pop(level).run();
    while (later.timeOf(level) <= time);
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

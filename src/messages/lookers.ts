import type { StepClock } from './step-clock.js';

/** Somebody who looks at given times. Looking is no event: it schedules nothing and changes nothing. */
export interface Looker {
  /** When it wants to look next; Infinity for never. */
  readonly nextLook: number;
  /** What happens so little later, in tau, is there for it all the same, where nothing steps. */
  readonly slack: number;
  /** All that happens up to and including `time` has happened, and nothing later. It moves `nextLook` on. */
  look(time: number): void;
  /** @throws {InputError} when its times are none of a clock that steps so many tau at a time */
  checkSteps(stepSize: number): void;
  /** Time begins again at 0. */
  restart(): void;
  /** What was to be seen before `time` was seen by others. */
  passOver(time: number): void;
}

/** All who look at the times of a queue. */
export class Lookers {
  /** What happens up to this time, in tau, is there for the first of them to look. */
  due = Infinity;
  private all: readonly Looker[] = [];
  private clock: StepClock | undefined;
  /** What counts is over: nobody looks until time starts again. */
  private over = false;

  /** @returns what ends it */
  admit(looker: Looker): () => void {
    this.all = [...this.all, looker];
    this.plan();
    return () => {
      this.all = this.all.filter((other) => other !== looker);
      this.plan();
    };
  }

  /** From now on steps are taken by that clock, or none any more. */
  follow(clock: StepClock | undefined): void {
    this.clock = clock;
    this.plan();
  }

  /** @throws {InputError} when somebody wants to look at times between steps of so many tau */
  checkSteps(stepSize: number): void {
    for (const looker of this.all) looker.checkSteps(stepSize);
  }

  /** Time begins again at 0. */
  restart(): void {
    this.over = false;
    for (const looker of this.all) looker.restart();
    this.plan();
  }

  /** What was to be seen before `time` was seen by others. */
  passOver(time: number): void {
    for (const looker of this.all) looker.passOver(time - this.slackOf(looker));
    this.plan();
  }

  /** Has everybody look who wants to before `time`. */
  lookBefore(time: number): void {
    while (this.due < time) this.look();
  }

  /** Has everybody look who wants to by `time`, and nobody any more until time starts again. */
  lookLast(time: number): void {
    while (this.all.some((looker) => looker.nextLook - this.slackOf(looker) <= time)) this.look();
    this.over = true;
    this.plan();
  }

  private look(): void {
    const { clock, due } = this;
    for (const looker of this.all) {
      const { nextLook } = looker;
      if (this.dueOf(looker) === due) looker.look(clock?.snap(nextLook) ?? nextLook);
    }
    this.plan();
  }

  private plan(): void {
    this.due = this.over ? Infinity : Math.min(Infinity, ...this.all.map((looker) => this.dueOf(looker)));
  }

  private dueOf(looker: Looker): number {
    return looker.nextLook + this.slackOf(looker);
  }

  private slackOf(looker: Looker): number {
    return this.clock?.slack ?? looker.slack;
  }
}

import type { StepClock } from './step-clock.js';

/** Somebody who looks at given times. Looking is no event: it schedules nothing and changes nothing. */
export interface Sampler {
  /** When it wants to look next; Infinity for never. */
  readonly nextTime: number;
  /** The k-th time at which it wants to look, that one being the first, 0. */
  timeOf(k: number): number;
  /** What happens so little later, in tau, is there for it all the same, where nothing steps. */
  readonly slack: number;
  /** All that happens up to and including `time` has happened, and nothing later. It moves `nextTime` on. */
  sample(time: number): void;
  /** @throws {InputError} when its times are none of a clock that steps so many tau at a time */
  checkSteps(stepSize: number): void;
  /** Time begins again at 0. */
  restart(): void;
  /** What was to be seen before `time` was seen by others. */
  skipTo(time: number): void;
}

/** When somebody wants to look, and up to when that which happens is there for it, in tau. */
interface Look {
  readonly time: number;
  readonly due: number;
}

export type Looks = readonly Look[];

/** So many looks are not too much to be kept. */
const many = 64;

/** All who look at the times of a queue. */
export class Samplers {
  /** What happens up to this time, in tau, is there for the first of them to look. */
  due = Infinity;
  private all: readonly Sampler[] = [];
  private clock: StepClock | undefined;
  /** What counts is over: nobody looks until time starts again. */
  private over = false;

  /** Somebody looks. */
  get any(): boolean {
    return this.all.length > 0;
  }

  /** @returns what ends it */
  add(sampler: Sampler): () => void {
    this.all = [...this.all, sampler];
    this.plan();
    return () => {
      this.all = this.all.filter((other) => other !== sampler);
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
    for (const sampler of this.all) sampler.checkSteps(stepSize);
  }

  /** Time begins again at 0. */
  restart(): void {
    this.over = false;
    for (const sampler of this.all) sampler.restart();
    this.plan();
  }

  /** What was to be seen before `time` was seen by others. */
  skipTo(time: number): void {
    for (const sampler of this.all) sampler.skipTo(time - this.slackOf(sampler));
    this.plan();
  }

  /**
   * What anybody wants to look at before `time`, so far as it is not too much and two who are due at once want to see the same;
   * and how far that is.
   */
  before(time: number): { readonly looks: Looks; readonly until: number } {
    if (this.due >= time) return { looks: [], until: time };
    const all = this.all.flatMap((sampler) => lookedAt(sampler, this.slackOf(sampler), time));
    all.sort((a, b) => a.due - b.due);
    const odd = (one: Look, before: Look) => one.due === before.due && one.time !== before.time;
    const end = all.findIndex((one, k) => k === many || (k > 0 && odd(one, all[k - 1])));
    const until = end < 0 ? time : all[end].due;
    return { looks: all.filter(({ due }, k) => due < until && due !== all[k - 1]?.due), until };
  }

  /** Has everybody look who wants to before `time`. */
  sampleBefore(time: number): void {
    while (this.due < time) this.sample();
  }

  /** Has those look who are due then, if anybody still is. */
  sampleAt(due: number): void {
    if (this.due === due) this.sample();
  }

  /** Has everybody look who wants to by `time`. */
  sampleThrough(time: number): void {
    while (this.all.some((sampler) => sampler.nextTime - this.slackOf(sampler) <= time)) this.sample();
  }

  /** Has everybody look who wants to by `time`, and nobody any more until time starts again. */
  sampleLast(time: number): void {
    if (this.over) return;
    this.sampleThrough(time);
    this.over = true;
    this.plan();
  }

  private sample(): void {
    const { clock, due } = this;
    for (const sampler of this.all) {
      const { nextTime } = sampler;
      if (this.dueOf(sampler) === due) sampler.sample(clock?.snap(nextTime) ?? nextTime);
    }
    this.plan();
  }

  private plan(): void {
    this.due = this.over ? Infinity : Math.min(Infinity, ...this.all.map((sampler) => this.dueOf(sampler)));
  }

  private dueOf(sampler: Sampler): number {
    return sampler.nextTime + this.slackOf(sampler);
  }

  private slackOf(sampler: Sampler): number {
    return this.clock?.slack ?? sampler.slack;
  }
}

function lookedAt(sampler: Sampler, slack: number, before: number): Look[] {
  const all: Look[] = [];
  for (let k = 0; k <= many; k++) {
    const time = sampler.timeOf(k);
    if (!(time + slack < before)) break;
    all.push({ time, due: time + slack });
  }
  return all;
}

import { counted, slackOf, stepsIn, stepsToCover } from '../math/time.js';

/** What a clock of steps is saved as; times in tau. */
export interface StepClockState {
  readonly origin: number;
  readonly period: number;
}

/**
 * The clock of a relaxation that steps: tick k is at origin + k period, one number however it is reached. A message said at
 * tick k arrives, after a delay d, at tick k + ceil(d / period), and counts from the step on that begins there; that step
 * is taken one period later.
 */
export class StepClock {
  /** What is closer to a tick than this is at the tick, in tau. */
  readonly slack: number;
  /** What was asked last. */
  private said = Number.NaN;
  private delay = Number.NaN;
  private arrives = Number.NaN;

  /** @param origin when the first step begins @param period the step size; both in tau */
  constructor(
    private readonly origin: number,
    readonly period: number,
  ) {
    this.slack = slackOf(period);
  }

  /** When a tick is, in tau; the step that ends with it has the same number. */
  time(tick: number): number {
    return counted(this.origin + tick * this.period);
  }

  /** When that arrives which was said at tick time `said`, in tau. */
  arrival(said: number, delay: number): number {
    // Many say something at one tick over one delay.
    if (said === this.said && delay === this.delay) return this.arrives;
    const tick = Math.round((said - this.origin) / this.period);
    this.said = said;
    this.delay = delay;
    this.arrives = this.time(tick + stepsToCover(delay, this.period));
    return this.arrives;
  }

  /** The tick that a time is at, in tau; any other time as it is. */
  snap(time: number): number {
    const ticks = stepsIn(time - this.origin, this.period);
    return Number.isInteger(ticks) ? this.time(ticks) : time;
  }

  state(): StepClockState {
    const { origin, period } = this;
    return { origin, period };
  }
}

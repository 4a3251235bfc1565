import { Observable } from 'rxjs';
import { slackOf } from '../../../math/time.js';
import type { Looker } from '../../../messages/lookers.js';
import type { EventQueue } from '../../../messages/queue.js';
import type { Probe } from './probe.js';
import { checkSteps, checkTimes, type Times, timeOf } from './times.js';

/** What some actors were at a time. */
export interface Frame {
  /** In tau since the stimulus. */
  readonly time: number;
  /** A value for each, in their order; overwritten at the next time, so copy what is to be kept. */
  readonly values: Float64Array;
}

/**
 * Looks at actors at given times of every presentation: after all that happens up to and including that time, for as long as
 * the presentation lasts. Nothing happens then: no event is added, no state is set.
 * @throws {InputError} on times that are none
 */
export function framesOf(queue: EventQueue, probes: readonly Probe[], times: Times): Observable<Frame> {
  checkTimes(times);
  return new Observable((subscriber) => {
    const values = new Float64Array(probes.length);
    return queue.admit(
      new Schedule(times, queue.now(), (time) => {
        for (let i = 0; i < values.length; i++) values[i] = probes[i].at(time);
        subscriber.next({ time, values });
      }),
    );
  });
}

class Schedule implements Looker {
  nextLook: number;
  readonly slack: number;
  private done = 0;

  constructor(
    private readonly times: Times,
    now: number,
    private readonly lookAt: (time: number) => void,
  ) {
    this.nextLook = timeOf(times, 0);
    this.slack = 'every' in times ? slackOf(times.every) : 0;
    this.passOver(now);
  }

  look(time: number): void {
    this.advance();
    this.lookAt(time);
  }

  checkSteps(stepSize: number): void {
    checkSteps(this.times, stepSize);
  }

  restart(): void {
    this.done = 0;
    this.nextLook = timeOf(this.times, 0);
  }

  passOver(time: number): void {
    while (this.nextLook < time) this.advance();
  }

  private advance(): void {
    this.nextLook = timeOf(this.times, ++this.done);
  }
}

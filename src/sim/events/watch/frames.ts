import { Observable } from 'rxjs';
import { slackOf } from '../../../math/time.js';
import type { EventQueue } from '../../../messages/queue.js';
import type { Sampler } from '../../../messages/samplers.js';
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
    const ends = probes.flatMap((probe) => probe.attend?.() ?? []);
    const end = queue.samplers.add(
      new Schedule(times, queue.now(), (time) => {
        for (let i = 0; i < values.length; i++) values[i] = probes[i].at(time);
        subscriber.next({ time, values });
      }),
    );
    return () => {
      end();
      for (const one of ends) one();
    };
  });
}

class Schedule implements Sampler {
  nextTime: number;
  readonly slack: number;
  private done = 0;

  constructor(
    private readonly times: Times,
    now: number,
    private readonly lookAt: (time: number) => void,
  ) {
    this.nextTime = timeOf(times, 0);
    this.slack = 'every' in times ? slackOf(times.every) : 0;
    this.skipTo(now);
  }

  timeOf(k: number): number {
    return timeOf(this.times, this.done + k);
  }

  sample(time: number): void {
    this.advance();
    this.lookAt(time);
  }

  checkSteps(stepSize: number): void {
    checkSteps(this.times, stepSize);
  }

  restart(): void {
    this.done = 0;
    this.nextTime = timeOf(this.times, 0);
  }

  skipTo(time: number): void {
    while (this.nextTime < time) this.advance();
  }

  private advance(): void {
    this.nextTime = timeOf(this.times, ++this.done);
  }
}

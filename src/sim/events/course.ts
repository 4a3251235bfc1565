import { numbers } from '../../math/numbers.js';
import { nextCrossing } from '../../neurons/crossing.js';
import type { NeuronModel } from '../../neurons/model.js';
import { integralOf, leakyIntegral, mapLinear, type Trajectory, valueAt } from '../../neurons/trajectory.js';

/** Where a neuron will be. */
export interface CourseState {
  readonly future: Trajectory;
}

/** A neuron's course through a relaxation in continuous time: where it will be, as far as it can know. */
export class Course {
  private future: Trajectory = { origin: 0, constant: 0, terms: [] };

  /** @param tau time constant, in units of tau: another than 1 only under drives that are constant between messages */
  constructor(private readonly tau = 1) {}

  state(): CourseState {
    return { future: this.future };
  }

  restore({ future }: CourseState): void {
    this.future = future;
  }

  /** It stays where it is: a clamped neuron. */
  stay(now: number, activity: number): void {
    this.future = { origin: now, constant: activity, terms: [] };
  }

  /** It leaks from where it is, until it hears anything. */
  leak(now: number, activity: number): void {
    this.future = { origin: now, constant: 0, terms: [activity] };
  }

  /** From the drive's origin on it follows that drive, and a constant error of its own. */
  follow(drive: Trajectory, error: number): void {
    const { origin, constant, terms } = drive;
    const start = this.at(origin);
    this.future = leakyIntegral(start, { origin, constant: constant + error, terms });
  }

  /** The integral of its activity from one time to a later one; of the course as it is now, with time constant 1. */
  integral(from: number, to: number): number {
    return integralOf(this.future, from, to);
  }

  /** Time in tau, from the drive's origin on, until it has moved by `quantum` from `said`. */
  untilMoved(said: number, quantum: number): number {
    return this.tau * nextCrossing(this.future, said, quantum);
  }

  /** The same course, told from `now` on, for whoever asks about it: this one stays as it is. Constant drives only. */
  from(now: number): Course {
    const { constant } = this.future;
    const course = new Course(this.tau);
    course.leak(now, this.at(now));
    course.follow({ origin: now, constant, terms: [] }, 0);
    return course;
  }

  /** Its activity at a time. */
  at(time: number): number {
    const { future, tau } = this;
    return valueAt(future, tau === 1 ? time : future.origin + (time - future.origin) / tau);
  }

  /** What it is driven by at a time, its own error with it; 0 where nothing has come. */
  driveAt(time: number): number {
    const { origin, constant, terms } = this.future;
    // What leaks has the drive's terms behind its own; what stays has none.
    return terms.length === 0 ? 0 : valueAt({ origin, constant, terms: terms.slice(1) }, time);
  }

  /** Where it will be, in units of tau. */
  get told(): Trajectory {
    return this.future;
  }

  /** The future of its feedback: the model's feedback is linear in the activity. */
  feedback(model: NeuronModel, slope: number): Trajectory {
    return mapLinear(this.future, (activity) =>
      model.feedback(numbers, { activity, slope, currentSlope: slope }),
    );
  }
}

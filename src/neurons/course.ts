import { nextCrossing } from '../math/crossing.js';
import { sumAt, type Trajectory } from '../math/trajectory.js';
import { TrajectoryBuffer } from '../math/trajectory-buffer.js';

/** Where a neuron will be. */
export interface CourseState {
  readonly future: Trajectory;
}

/** A neuron's course through a relaxation in continuous time: where it will be, as far as it can know. */
export class Course {
  private readonly future = new TrajectoryBuffer();

  /** @param tau time constant, in units of tau: another than 1 only under drives that are constant between messages */
  constructor(private readonly tau = 1) {}

  state(): CourseState {
    return { future: this.future.told() };
  }

  restore({ future }: CourseState): void {
    this.future.copy(future);
  }

  /** It leaks from where it is, until it hears anything. */
  leak(now: number, activity: number): void {
    const { future } = this;
    future.begin(now);
    future.extend(1);
    future.coefficients[0] = activity;
  }

  /** From now on it follows a drive that stays. */
  approach(now: number, drive: number): void {
    this.leak(now, this.at(now) - drive);
    this.future.constant = drive;
  }

  /** Time in tau, from the drive's origin on, until it has moved by `quantum` from `said`; the drive is constant. */
  untilMoved(said: number, quantum: number): number {
    const { origin, constant, coefficients, degree } = this.future;
    if (degree === 0) return Infinity;
    return this.tau * nextCrossing({ origin, constant, terms: coefficients }, said, quantum);
  }

  /** The same course, told from `now` on, for whoever asks about it: this one stays as it is. Constant drives only. */
  from(now: number): Course {
    const course = new Course(this.tau);
    course.leak(now, this.at(now));
    course.approach(now, this.future.constant);
    return course;
  }

  /** Its activity at a time. */
  at(time: number): number {
    const { future, tau } = this;
    return future.at(tau === 1 ? time : future.origin + (time - future.origin) / tau);
  }

  /** What it is driven by at a time, its own error with it; 0 where nothing has come. */
  driveAt(time: number): number {
    const { origin, constant, coefficients, degree } = this.future;
    // What leaks has the drive's terms behind its own; what stays has none.
    return degree === 0 ? 0 : sumAt(time - origin, constant, coefficients.slice(1), degree - 1);
  }

  /** Where it will be, in units of tau. */
  get told(): Trajectory {
    return this.future.told();
  }
}

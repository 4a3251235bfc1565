import { nextCrossing } from '../math/crossing.js';

/**
 * Where leaky neurons will be under drives that stay, as far as they can know: x = drive + rest e^-((t - origin) / tau), a
 * number of each neuron in every column, times in tau.
 */
export class Leaks {
  readonly origin: Float64Array;
  readonly drive: Float64Array;
  readonly rest: Float64Array;

  /** @param tau time constant of each, in units of tau; 1 where none are given */
  constructor(
    size: number,
    private readonly tau?: Float64Array,
  ) {
    this.origin = new Float64Array(size);
    this.drive = new Float64Array(size);
    this.rest = new Float64Array(size);
  }

  /** It leaks to 0 from where it is, until it hears anything. */
  leak(unit: number, now: number, activity: number): void {
    this.origin[unit] = now;
    this.drive[unit] = 0;
    this.rest[unit] = activity;
  }

  /** From now on it follows a drive. */
  approach(unit: number, now: number, drive: number): void {
    this.rest[unit] = this.at(unit, now) - drive;
    this.origin[unit] = now;
    this.drive[unit] = drive;
  }

  /** Time in tau, from its origin on, until it has moved by `quantum` from `said`. */
  untilMoved(unit: number, said: number, quantum: number): number {
    const wait = nextCrossing(this.drive[unit], this.rest[unit], said, quantum);
    return this.tau === undefined ? wait : this.tau[unit] * wait;
  }

  /** Its activity at a time. */
  at(unit: number, time: number): number {
    const { origin, drive, rest, tau } = this;
    // Half of all relu neurons are at rest.
    if (rest[unit] === 0) return drive[unit] + rest[unit];
    const from = origin[unit];
    let s = time - from;
    if (tau !== undefined && tau[unit] !== 1) s = from + s / tau[unit] - from;
    return s === 0 ? drive[unit] + rest[unit] : drive[unit] + rest[unit] * Math.exp(-s);
  }
}

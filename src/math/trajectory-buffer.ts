import { sumAt, type Trajectory, toldFrom } from './trajectory.js';

/** A future that is written in place, term by term: many are computed for one that has to be kept. */
export class TrajectoryBuffer {
  /** Time in tau. */
  origin = 0;
  constant = 0;
  /** How many terms it has: the first of `coefficients`. */
  degree = 0;
  coefficients: number[] = [];

  /** Zero at all times, from `origin` on. */
  begin(origin: number): void {
    this.origin = origin;
    this.constant = 0;
    this.degree = 0;
  }

  /** It has so many terms, at least; new ones are zero. */
  extend(degree: number): void {
    if (this.coefficients.length < degree) this.grow(degree);
    const { coefficients } = this;
    for (let m = this.degree; m < degree; m++) coefficients[m] = 0;
    if (degree > this.degree) this.degree = degree;
  }

  /** Adds a weighted future, told from the origin of this one on. */
  add(weight: number, trajectory: Trajectory): void {
    const { constant, terms } = toldFrom(trajectory, this.origin);
    this.constant += weight * constant;
    this.extend(terms.length);
    for (let m = 0; m < terms.length; m++) this.coefficients[m] += weight * terms[m];
  }

  /** Adds the number at `place` of each column: a constant, then so many terms. */
  addFrom(columns: readonly Float64Array[], place: number, degree: number): void {
    this.constant += columns[0][place];
    this.extend(degree);
    for (let m = 0; m < degree; m++) this.coefficients[m] += columns[m + 1][place];
  }

  /** It becomes that future. */
  copy({ origin, constant, terms }: Trajectory): void {
    this.begin(origin);
    this.constant = constant;
    this.extend(terms.length);
    for (let m = 0; m < terms.length; m++) this.coefficients[m] = terms[m];
  }

  /**
   * The future of dx/ds = -x + drive + error from `start` at the drive's origin: constant B + error, terms
   * (start - B - error, q0, q1, ...), where the drive has the constant B and the terms q.
   */
  integrate(start: number, drive: TrajectoryBuffer, error: number): void {
    const { origin, constant, degree } = drive;
    this.begin(origin);
    this.constant = constant + error;
    this.extend(degree + 1);
    this.coefficients[0] = start - this.constant;
    for (let m = 0; m < degree; m++) this.coefficients[m + 1] = drive.coefficients[m];
  }

  /** Its value at a time. */
  at(time: number): number {
    return sumAt(time - this.origin, this.constant, this.coefficients, this.degree);
  }

  /** The future as it is now, `gain` times: to be kept, or told. */
  told(gain = 1): Trajectory {
    const { origin, constant, degree } = this;
    const terms = new Array<number>(degree);
    for (let m = 0; m < degree; m++) terms[m] = gain * this.coefficients[m];
    return { origin, constant: gain * constant, terms };
  }

  // At its length: lists that grow by pushing keep five times the room, in every neuron.
  private grow(degree: number): void {
    const longer = new Array<number>(degree).fill(0);
    for (let m = 0; m < this.degree; m++) longer[m] = this.coefficients[m];
    this.coefficients = longer;
  }
}

import { columnDotsOfEach } from '../../math/columns.js';
import { type Trajectory, toldFrom } from '../../math/trajectory.js';
import type { TrajectoryBuffer } from '../../math/trajectory-buffer.js';
import type { Downward } from '../downward.js';

/**
 * The futures that the neurons above a block have told, and their weighted sums at the neurons below. What was told
 * stands in columns: kept as they came, the messages of every neuron would outlive the relaxation.
 */
export class FutureSums {
  /** From when each future is told; NaN before the first: [posts]. */
  private readonly origins: Float64Array;
  /** How many terms each has: [posts]. */
  private readonly degrees: Uint16Array;
  /** Their constants, and then each term, zero where a future has fewer: [1 + terms][posts]. */
  private readonly columns: Float64Array[] = [];
  private heard = 0;
  /** The time from which the sums are told; NaN when they are out of date. */
  private time = Number.NaN;
  /** Sums at all neurons below, of the constants and then of each term: [1 + terms][pres]. */
  private readonly sums: Float64Array[] = [];
  private degree = 0;

  constructor(
    private readonly down: Pick<Downward, 'weights'>,
    posts: number,
    private readonly pres: number,
  ) {
    this.origins = new Float64Array(posts).fill(Number.NaN);
    this.degrees = new Uint16Array(posts);
  }

  hear(post: number, { origin, constant, terms }: Trajectory): void {
    const { origins, degrees, columns } = this;
    if (Number.isNaN(origins[post])) this.heard++;
    while (columns.length <= terms.length) columns.push(new Float64Array(origins.length));
    origins[post] = origin;
    degrees[post] = terms.length;
    columns[0][post] = constant;
    for (let m = 1; m < columns.length; m++) columns[m][post] = m <= terms.length ? terms[m - 1] : 0;
    this.time = Number.NaN;
  }

  get complete(): boolean {
    return this.heard === this.origins.length;
  }

  /** Adds the sum at the neuron `pre` below. */
  addTo(sum: TrajectoryBuffer, pre: number): void {
    if (this.time !== sum.origin) this.take(sum.origin);
    sum.addFrom(this.sums, pre, this.degree);
  }

  /** The sums have to be taken again. */
  weightsChanged(): void {
    this.time = Number.NaN;
  }

  /** What each neuron above said last. */
  state(): (Trajectory | undefined)[] {
    return Array.from(this.origins, (_, post) => this.future(post));
  }

  clear(): void {
    if (this.heard > 0) {
      this.origins.fill(Number.NaN);
      this.degrees.fill(0);
      for (const column of this.columns) column.fill(0);
    }
    this.heard = 0;
    this.time = Number.NaN;
  }

  private future(post: number): Trajectory | undefined {
    const { origins, degrees, columns } = this;
    if (Number.isNaN(origins[post])) return undefined;
    const terms = Array.from({ length: degrees[post] }, (_, m) => columns[m + 1][post]);
    return { origin: origins[post], constant: columns[0][post], terms };
  }

  private take(now: number): void {
    this.degree = largest(this.degrees);
    const columns = this.columnsFrom(now);
    const speakers = speaking(columns);
    while (this.sums.length <= this.degree) this.sums.push(new Float64Array(this.pres));
    columnDotsOfEach(speakers, this.down.weights, columns, this.sums, this.degree + 1);
    this.time = now;
  }

  // Told from `now` on: as they stand, if all were said now.
  private columnsFrom(now: number): readonly Float64Array[] {
    const { origins, columns, degree } = this;
    if (allAre(now, origins)) return columns;
    const later = Array.from({ length: degree + 1 }, () => new Float64Array(origins.length));
    for (let post = 0; post < origins.length; post++) {
      const future = this.future(post);
      if (!future) continue;
      const { constant, terms } = toldFrom(future, now);
      later[0][post] = constant;
      for (let m = 0; m < terms.length; m++) later[m + 1][post] = terms[m];
    }
    return later;
  }
}

function allAre(time: number, origins: Float64Array): boolean {
  for (let post = 0; post < origins.length; post++) if (origins[post] !== time) return false;
  return true;
}

function largest(degrees: Uint16Array): number {
  let most = 0;
  for (let post = 0; post < degrees.length; post++) if (degrees[post] > most) most = degrees[post];
  return most;
}

// Those whose future is not zero for ever. Half of all relu neurons have slope zero, and nothing to weigh.
function speaking(columns: readonly Float64Array[]): number[] {
  const speakers: number[] = [];
  for (let post = 0; post < columns[0].length; post++) {
    for (let m = 0; m < columns.length; m++) {
      if (columns[m][post] === 0) continue;
      speakers.push(post);
      break;
    }
  }
  return speakers;
}

import { nonZero, rowDot, rowDots, rowDotsOf } from '../../math/rows.js';
import type { Trajectory } from '../../math/trajectory.js';
import type { TrajectoryBuffer } from '../../math/trajectory-buffer.js';
import type { BasalAfferents, Inbox } from '../../messages/inbox.js';
import type { HeardState } from '../block-state.js';
import { loopGain } from '../loop-gain.js';
import type { Connection } from '../synapse-set.js';
import { CourseSums } from './courses.js';
import { Sums } from './sums.js';

/**
 * Activities on their way up through a block: what each axon said last. All its synapses heard the same, so that one
 * number serves them all; they weigh it when their neuron sums up.
 */
export class Ascent implements BasalAfferents {
  /** What each axon said last: [pres]. */
  readonly activity: Float64Array;
  /** What it said in the forward sweep, where it has said something else since. */
  private stored: Float64Array | undefined;
  /** The neurons know that there is news of moving activities. */
  private told = false;
  /** Counts what was heard, so that others can tell whether anything has changed. */
  news = 0;
  private heard = 0;
  private readonly sums: Sums;
  private readonly inboxes: readonly Inbox<BasalAfferents>[];
  private courses: CourseSums | undefined;

  constructor(readonly connection: Connection) {
    const { neurons, sources, weights } = connection;
    const activity = new Float64Array(sources.length);
    this.activity = activity;
    this.sums = new Sums(
      neurons.length,
      (post) => rowDot(weights, activity.length, post, activity),
      (out) => allSums(weights, activity, out),
    );
    this.inboxes = neurons.map(({ basal }) => basal);
    for (const [post, inbox] of this.inboxes.entries()) inbox.connect(this, post);
  }

  hear(pre: number, value: number): void {
    this.activity[pre] = value;
    if (this.stored) this.stored[pre] = value;
    this.news++;
    this.sums.renew();
    this.heard++;
    if (this.complete()) for (const inbox of this.inboxes) inbox.arrived();
  }

  /** An activity of the relaxation. Neurons hear of the first since they last summed up. */
  hearMoving(pre: number, value: number): void {
    this.stored ??= this.activity.slice();
    this.activity[pre] = value;
    this.news++;
    this.sums.renew();
    this.courses?.renew();
    if (this.told) return;
    this.told = true;
    for (const inbox of this.inboxes) inbox.arrived();
  }

  /** The future of an activity. Neurons hear of the first since they last summed up. */
  hearCourse(pre: number, future: Trajectory): void {
    const { weights, neurons } = this.connection;
    this.courses ??= new CourseSums(weights, this.activity, neurons.length);
    this.courses.hear(pre, future);
    if (this.told) return;
    this.told = true;
    for (const inbox of this.inboxes) inbox.arrived();
  }

  /** What each axon said in the forward sweep: [pres]. */
  get forwardActivity(): Float64Array {
    return this.stored ?? this.activity;
  }

  complete(): boolean {
    return this.heard >= this.activity.length;
  }

  clear(): void {
    this.courses?.clear();
    if (this.heard === 0) return;
    this.activity.fill(0);
    this.stored?.fill(0);
    this.told = false;
    this.news++;
    this.sums.renew();
    this.heard = 0;
  }

  state(): Omit<HeardState, 'kind' | 'descent'> {
    const moving = this.stored && this.activity.slice();
    const courses = this.courses?.state();
    return { stored: this.forwardActivity.slice(), moving, courses, count: this.heard };
  }

  restore({ stored, moving, courses, count }: Omit<HeardState, 'kind' | 'descent'>): void {
    this.courses = courses && new CourseSums(this.connection.weights, this.activity, this.inboxes.length);
    if (courses) this.courses!.restore(courses);
    this.activity.set(moving ?? stored);
    this.stored = moving && stored.slice();
    this.heard = count;
    this.told = false;
    this.news++;
    this.sums.renew();
  }

  sum(post: number): number {
    this.told = false;
    return this.sums.of(post);
  }

  addFuture(sum: TrajectoryBuffer, post: number): void {
    this.told = false;
    if (this.courses) this.courses.addTo(sum, post);
    else sum.constant += this.sums.of(post);
  }

  loopGain(post: number): number {
    return loopGain(this.connection, post);
  }

  /** Sums have to be taken again. */
  weightsChanged(): void {
    this.courses?.renew();
    this.sums.renew();
  }
}

// Most pixels of an image are dark and half of all relu neurons silent: there is nothing to weigh.
function allSums(weights: Float64Array, activity: Float64Array, out: Float64Array): void {
  const speakers = nonZero(activity);
  if (speakers.length === activity.length) rowDots(weights, activity, out);
  else rowDotsOf(speakers, weights, activity, out);
}

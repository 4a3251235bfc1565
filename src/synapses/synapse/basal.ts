import { delayed, type Trajectory } from '../../math/trajectory.js';
import type { TrajectoryBuffer } from '../../math/trajectory-buffer.js';
import type { BasalAfferents, Inbox } from '../../messages/inbox.js';
import { loopGain } from '../loop-gain.js';
import type { Connection } from '../synapse-set.js';
import { CoursePlaces } from './courses.js';

/** Letter boxes one by one. */
export interface BasalState {
  readonly values: Float64Array;
  readonly heard: Uint32Array;
  readonly courses: readonly (Trajectory | undefined)[] | undefined;
}

/** Letter boxes at the basal side of a block's neurons, one for each synapse: [posts, pres]. */
export class BasalPlaces implements BasalAfferents {
  readonly values: Float64Array;
  /** How many each neuron has had since `clear`. */
  private readonly heard: Uint32Array;
  private readonly inboxes: readonly Inbox<BasalAfferents>[];
  private readonly pres: number;
  private courses: CoursePlaces | undefined;

  /** @param onClear called for every neuron whose boxes are emptied */
  constructor(
    readonly connection: Connection,
    private readonly onClear: (post: number) => void,
  ) {
    const { neurons, sources } = connection;
    this.pres = sources.length;
    this.values = new Float64Array(neurons.length * sources.length);
    this.heard = new Uint32Array(neurons.length);
    this.inboxes = neurons.map(({ basal }) => basal);
    for (const [post, inbox] of this.inboxes.entries()) inbox.connect(this, post);
  }

  /** A weighed value, through synapse `i` = post * pres + pre. */
  deliver(post: number, i: number, value: number): void {
    this.values[i] = value;
    this.heard[post]++;
    if (this.complete(post)) this.inboxes[post].arrived();
  }

  /** Another value through a synapse that has been heard. */
  renew(post: number, i: number, value: number): void {
    this.values[i] = value;
    this.inboxes[post].arrived();
  }

  /** The future of the activity that comes through synapse `i` = post * pres + pre. */
  foretell(post: number, i: number, future: Trajectory): void {
    this.courses ??= new CoursePlaces(this.connection);
    const { lag } = this.connection;
    this.courses.deliver(i, typeof lag === 'number' ? delayed(future, lag) : future);
    this.inboxes[post].arrived();
  }

  complete(post: number): boolean {
    return this.heard[post] >= this.pres;
  }

  sum(post: number): number {
    let sum = 0;
    for (let i = post * this.pres; i < (post + 1) * this.pres; i++) sum += this.values[i];
    return sum;
  }

  state(): BasalState {
    const { values, heard, courses } = this;
    return { values: values.slice(), heard: heard.slice(), courses: courses?.state() };
  }

  restore({ values, heard, courses }: BasalState): void {
    this.values.set(values);
    this.heard.set(heard);
    this.courses = courses && new CoursePlaces(this.connection);
    if (courses) this.courses!.restore(courses);
  }

  addFuture(sum: TrajectoryBuffer, post: number): void {
    const { courses, pres } = this;
    if (courses) courses.addTo(sum, post * pres, (post + 1) * pres, this.values);
    else sum.constant += this.sum(post);
  }

  loopGain(post: number): number {
    return loopGain(this.connection, post);
  }

  clear(post: number): void {
    this.onClear(post);
    this.courses?.clear(post * this.pres, (post + 1) * this.pres);
    this.values.fill(0, post * this.pres, (post + 1) * this.pres);
    this.heard[post] = 0;
  }
}

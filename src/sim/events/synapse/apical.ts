import type { Trajectory } from '../../../neurons/trajectory.js';
import type { ApicalAfferents, Inbox } from '../inbox.js';
import { type Connection, relaxing } from '../synapse-set.js';
import { FuturePlaces } from './futures.js';

/**
 * Letter boxes at the apical side of a block's presynaptic neurons, one for each synapse: [pres, posts]. Futures over
 * synapses without delay are awaited before a neuron speaks for the first time, so that it speaks once.
 */
export class ApicalPlaces {
  private readonly values: Float64Array;
  private readonly posts: number;
  private readonly inboxes: readonly Inbox<ApicalAfferents>[];
  /** How many synapses without delay each neuron has. */
  private readonly prompt: Uint32Array;
  /** How many of them it has not heard since `clear`. */
  private readonly awaited: Uint32Array;
  private futures: FuturePlaces | undefined;

  private constructor(connection: Connection, inboxes: readonly Inbox<ApicalAfferents>[]) {
    this.posts = connection.neurons.length;
    this.values = new Float64Array(this.posts * inboxes.length);
    this.inboxes = inboxes;
    this.prompt = Uint32Array.from(inboxes, (_, pre) => promptInto(pre, connection));
    this.awaited = this.prompt.slice();
  }

  /** Undefined above an input, which does not relax. */
  static of(connection: Connection): ApicalPlaces | undefined {
    const inboxes = relaxing(connection.sources).map(({ apical }) => apical);
    if (inboxes.length === 0) return undefined;
    const places = new ApicalPlaces(connection, inboxes);
    for (const [pre, inbox] of inboxes.entries()) inbox.connect(new ApicalRow(places, pre));
    return places;
  }

  deliver(pre: number, post: number, value: number): void {
    this.values[pre * this.posts + post] = value;
  }

  foretell(pre: number, post: number, weight: number, future: Trajectory, prompt: boolean): void {
    this.futures ??= new FuturePlaces(this.inboxes.length, this.posts);
    const isNew = this.futures.deliver(pre, post, weight, future);
    if (prompt && isNew) this.awaited[pre]--;
    if (this.awaited[pre] === 0) this.inboxes[pre].arrived();
  }

  complete(pre: number): boolean {
    return this.awaited[pre] === 0;
  }

  sum(pre: number): number {
    let sum = 0;
    for (let i = pre * this.posts; i < (pre + 1) * this.posts; i++) sum += this.values[i];
    return sum;
  }

  future(pre: number, now: number): Trajectory {
    return this.futures?.sum(pre, now) ?? { origin: now, constant: 0, terms: [] };
  }

  clear(pre: number): void {
    this.values.fill(0, pre * this.posts, (pre + 1) * this.posts);
    this.awaited[pre] = this.prompt[pre];
    this.futures?.clear(pre);
  }
}

/** The letter boxes of one neuron. */
class ApicalRow implements ApicalAfferents {
  constructor(
    private readonly places: ApicalPlaces,
    private readonly pre: number,
  ) {}

  get complete(): boolean {
    return this.places.complete(this.pre);
  }

  sum(): number {
    return this.places.sum(this.pre);
  }

  future(now: number): Trajectory {
    return this.places.future(this.pre, now);
  }

  clear(): void {
    this.places.clear(this.pre);
  }
}

function promptInto(pre: number, { neurons, sources, lag }: Connection): number {
  if (typeof lag === 'number') return lag === 0 ? neurons.length : 0;
  return neurons.filter((_, post) => lag[post * sources.length + pre] === 0).length;
}

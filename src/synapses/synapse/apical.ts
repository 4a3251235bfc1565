import { delayed, type Trajectory } from '../../math/trajectory.js';
import type { TrajectoryBuffer } from '../../math/trajectory-buffer.js';
import type { Afferents, Inbox } from '../../messages/inbox.js';
import type { DescentState } from '../block-state.js';
import { type Connection, relaxing } from '../synapse-set.js';
import { Boxes } from './boxes.js';
import { FuturePlaces, type FuturePlacesState } from './futures.js';

/** Letter boxes one by one. */
export interface ApicalState {
  readonly values: Float64Array;
  readonly awaited: Uint32Array | undefined;
  readonly futures: FuturePlacesState | undefined;
}

/**
 * Letter boxes at the apical side of a block's presynaptic neurons, one for each synapse: [posts, pres]. Futures over
 * synapses without delay are awaited before a neuron speaks for the first time, so that it speaks once.
 */
export class ApicalPlaces implements Afferents {
  readonly values: Float64Array;
  /** Instead of `values`, where synapses are heard one at a time. */
  readonly boxes: Boxes | undefined;
  /** What each neuron above said last, before any synapse weighed it: [posts]. */
  private readonly said: Float64Array;
  private readonly pres: number;
  private futures: FuturePlaces | undefined;
  /** No synapse has a delay. */
  private readonly prompt: boolean;
  /** Per neuron, if each synapse has a delay of its own: how many have none, and how many of them it has not heard. */
  private readonly undelayed: Uint32Array | undefined;
  private readonly awaited: Uint32Array | undefined;

  private constructor(
    private readonly connection: Connection,
    private readonly inboxes: readonly Inbox[],
  ) {
    this.pres = inboxes.length;
    const posts = connection.neurons.length;
    const apart = typeof connection.lag !== 'number' || connection.wires !== undefined;
    this.boxes = apart ? new Boxes(inboxes.length, posts) : undefined;
    this.values = new Float64Array(apart ? 0 : posts * inboxes.length);
    this.said = new Float64Array(connection.neurons.length);
    // What comes over wires that are not perfect is not waited for.
    this.prompt = connection.lag === 0 && !connection.wires;
    if (typeof connection.lag === 'number' || connection.wires) return;
    this.undelayed = Uint32Array.from(inboxes, (_, pre) => undelayedInto(pre, connection));
    this.awaited = this.undelayed.slice();
  }

  /** Undefined above an input, which does not relax. */
  static of(connection: Connection): ApicalPlaces | undefined {
    const inboxes = relaxing(connection.sources).map(({ apical }) => apical);
    if (inboxes.length === 0) return undefined;
    const places = new ApicalPlaces(connection, inboxes);
    for (const [pre, inbox] of inboxes.entries()) inbox.connect(places, pre);
    return places;
  }

  /** A weighed value, through synapse `i` = post * pres + pre. */
  deliver(i: number, value: number): void {
    if (this.boxes === undefined) this.values[i] = value;
    else this.put(i % this.pres, Math.floor(i / this.pres), value);
  }

  /** The same, where synapses are heard one at a time. */
  put(pre: number, post: number, value: number): void {
    this.boxes!.put(pre, post, value);
  }

  /** The neuron `pre` is to react to what it was brought. */
  stir(pre: number): void {
    this.inboxes[pre].stirred();
  }

  /** Takes down what the neuron `post` above says, before its synapses hear of it. */
  say(post: number, value: number): void {
    this.said[post] = value;
  }

  /** Takes down a future, from when it arrives if all synapses have the same delay. */
  take(post: number, future: Trajectory): void {
    const { lag } = this.connection;
    this.futures ??= this.futurePlaces();
    this.futures.take(post, typeof lag === 'number' ? delayed(future, lag) : future);
  }

  /** The number of the message taken down last. */
  get lastNumber(): number {
    return this.futures?.count ?? 0;
  }

  /** Where synapses bring the numbers of messages, once one has been taken down. */
  get futureBoxes(): Uint32Array {
    return this.futures!.boxes;
  }

  /** Neurons below have to be told of every arrival now: nobody is missing, or nobody is waited for. */
  get rings(): boolean {
    return !this.prompt || (this.futures?.complete ?? false);
  }

  /** The last message comes through synapse `i`, as through all of them now, to the neuron `pre`. */
  foretell(i: number, pre: number): void {
    const futures = this.futures!;
    futures.deliver(i);
    if (this.rings) this.inboxes[pre].arrived();
  }

  /** A message comes through synapse `i` to the neuron `pre`, where others may have other delays. */
  foretellLate(i: number, pre: number, number: number, prompt: boolean): void {
    const futures = this.futures!;
    const { awaited } = this;
    if (awaited && prompt && !futures.has(i)) awaited[pre]--;
    futures.deliverLate(i, number);
    if (this.complete(pre)) this.inboxes[pre].arrived();
  }

  complete(pre: number): boolean {
    const { awaited } = this;
    if (awaited) return awaited[pre] === 0;
    return this.rings;
  }

  sum(pre: number): number {
    const { values, pres, boxes } = this;
    if (boxes) return boxes.sum(pre);
    let sum = 0;
    for (let i = pre; i < values.length; i += pres) sum += values[i];
    return sum;
  }

  addFuture(sum: TrajectoryBuffer, pre: number): void {
    this.futures?.addTo(sum, pre);
  }

  clear(pre: number): void {
    const { values, pres } = this;
    for (let i = pre; i < values.length; i += pres) values[i] = 0;
    this.boxes?.clear(pre);
    if (this.awaited && this.undelayed) this.awaited[pre] = this.undelayed[pre];
    this.futures?.clear();
    this.said.fill(0);
  }

  /** What came last from each neuron above, through all synapses alike. */
  heard(): DescentState {
    const { said, pres, futures } = this;
    const last = Array.from(said, (_, post) => futures?.last(post * pres));
    return { said: said.slice(), futures: last };
  }

  /** All synapses bring it again. */
  hear({ said, futures }: DescentState): void {
    const { pres } = this;
    const { weights } = this.connection.down;
    this.said.set(said);
    for (let i = 0; i < this.values.length; i++) this.values[i] = weights[i] * said[Math.floor(i / pres)];
    this.futures?.clear();
    for (const [post, future] of futures.entries()) {
      if (!future) continue;
      this.futures ??= this.futurePlaces();
      this.futures.take(post, future);
      for (let i = post * pres; i < (post + 1) * pres; i++) this.futures.deliver(i);
    }
  }

  /** Where each synapse has a delay, or a wire, of its own. */
  state(): ApicalState {
    const { boxes, awaited, futures } = this;
    return { values: boxes!.state(), awaited: awaited?.slice(), futures: futures?.state() };
  }

  restore({ values, awaited, futures }: ApicalState): void {
    this.boxes!.restore(values);
    if (awaited) this.awaited?.set(awaited);
    this.futures?.clear();
    if (!futures) return;
    this.futures ??= this.futurePlaces();
    this.futures.restore(futures);
  }

  private futurePlaces(): FuturePlaces {
    const { neurons, down, lag, lasting } = this.connection;
    return new FuturePlaces(
      neurons.length,
      this.pres,
      down,
      typeof lag === 'number' ? undefined : lag,
      lasting,
    );
  }
}

function undelayedInto(pre: number, { neurons, sources, lag }: Connection): number {
  return neurons.filter((_, post) => (lag as Float64Array)[post * sources.length + pre] === 0).length;
}

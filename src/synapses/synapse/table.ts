import { refuse } from '../../errors.js';
import type { Message, TraceColumns } from '../../messages/message.js';
import type { Observable } from '../../messages/streams.js';
import { SynapseMonitor } from '../../messages/synapse-monitor.js';
import type { Task, TaskOwner } from '../../messages/task.js';
import type { Wires } from '../../messages/wires.js';
import type { ApartState, BlockState, HeardState } from '../block-state.js';
import type { SynapseContext } from '../context.js';
import type { Downward } from '../downward.js';
import { type Connection, relaxing, type SynapseSet } from '../synapse-set.js';
import { SynapseActor } from './actor.js';
import { ApicalPlaces } from './apical.js';
import { Arrival } from './arrival.js';
import { BasalPlaces } from './basal.js';
import { readUnderWay } from './read-under-way.js';
import { Row } from './row.js';

/**
 * The numbers of a block's synapses, side by side: an actor keeps its own in its place of these columns, which costs
 * a third of what fields of an object would, and reads no other.
 */
export class SynapseTable implements SynapseSet, TaskOwner {
  readonly address: string;
  /** Its own messages under way, and those of delays that several have in common. */
  readonly owners: TaskOwner[] = [this];
  readonly weights: Float64Array;
  /** What the rule's terms add up to, over the presentations since the last update. */
  readonly gradients: Float64Array;
  /** What an optimiser keeps of each. */
  readonly traces: TraceColumns = new Map();
  /** The last activity each synapse carried: what the rule's `pre` factor may see. */
  readonly forwardActivity: Float64Array;
  /** The activity that each carried last, where any has carried a moving one; else the same as above. */
  moving: Float64Array | undefined;
  /** How they carry down. */
  readonly down: Downward;
  /** Where they leave what they carry up. */
  readonly basal: BasalPlaces;
  /** Where they leave what they carry down; undefined above an input, which does not relax. */
  readonly apical: ApicalPlaces | undefined;
  /** Addresses of the neurons, above and below. */
  readonly above: readonly string[];
  readonly below: readonly string[];
  readonly monitor = new SynapseMonitor();
  /** Anybody watches any of these synapses. */
  watched = false;
  /** Where what they carry down is left, as long as it is there at once and nobody watches. */
  left: Float64Array | undefined;
  readonly wires: Wires | undefined;
  /** Each has a conduction delay of its own, or a wire that is not perfect. */
  readonly apart: boolean;
  readonly lag: number | Float64Array;
  private readonly lasting: boolean;
  private readonly pres: number;

  constructor(
    readonly around: SynapseContext,
    connection: Connection,
  ) {
    const { posts, pres } = connection.block;
    this.weights = connection.weights;
    this.down = connection.down;
    this.gradients = new Float64Array(posts * pres);
    this.forwardActivity = new Float64Array(posts * pres);
    this.basal = new BasalPlaces(connection, (post) => this.clear(post));
    this.above = connection.neurons.map(({ options }) => options.address);
    this.below = relaxing(connection.sources).map(({ options }) => options.address);
    this.lag = connection.lag;
    this.lasting = connection.lasting;
    this.wires = connection.wires;
    this.apart = typeof connection.lag !== 'number' || connection.wires !== undefined;
    this.address = connection.address;
    this.pres = pres;
    this.apical = ApicalPlaces.of(connection);
    this.left = this.wires || this.apical?.boxes ? undefined : this.apical?.values;
  }

  /** Conduction delay of synapse `i`, in tau. */
  lagOf(i: number): number {
    return typeof this.lag === 'number' ? this.lag : this.lag[i];
  }

  weight(i: number): number {
    return this.weights[i];
  }

  setWeight(i: number, weight: number): void {
    this.weights[i] = weight;
  }

  /** What each carried keeps, where it does not last: then it is weighed again. */
  weightsChanged(): void {
    if (!this.lasting) return;
    for (let i = 0; i < this.weights.length; i += this.pres) this.weighAgain(i);
  }

  /** The synapses of one neuron, from place `from` on, weigh what they carried up again; what comes down is weighed when summed. */
  weighAgain(from: number): void {
    const { weights, forwardActivity, basal } = this;
    for (let i = from; i < from + this.pres; i++) basal.values[i] = weights[i] * forwardActivity[i];
  }

  /** Synapse `i` weighs feedback that has changed and brings it down; whoever gets it reacts. */
  carryChange(i: number, value: number): void {
    const { apical } = this;
    const pre = i % this.pres;
    apical!.put(pre, (i - pre) / this.pres, this.down.weights[i] * value);
    apical!.stir(pre);
  }

  /** The column of moving activities, made when the first one comes. */
  movingActivity(): Float64Array {
    this.moving ??= this.forwardActivity.slice();
    return this.moving;
  }

  /** What was under way to one synapse. */
  taskOf(what: unknown): Task {
    const where = `${this.address}: message`;
    const { synapse, ...underWay } = readUnderWay(where, what, this.weights.length, this.apical);
    if (!this.wires) refuse({ where, got: 'one to a single synapse', expected: 'wires of their own' });
    const post = Math.floor(synapse / this.pres);
    const row = new Row(this, post, post * this.pres);
    return new Arrival(new SynapseActor(row, synapse), underWay);
  }

  state(): BlockState {
    const { weights, gradients, down } = this;
    return {
      weights: weights.slice(),
      feedback: down.state(),
      gradients: gradients.slice(),
      heard: this.apart ? this.oneByOne() : this.alike(),
    };
  }

  restore({ weights, feedback, gradients, heard }: BlockState): void {
    this.weights.set(weights);
    this.down.restore(feedback);
    this.gradients.set(gradients);
    if (heard.kind === 'apart') this.restoreApart(heard);
    else this.restoreAlike(heard);
  }

  forget(): void {
    this.gradients.fill(0);
  }

  gradient(i: number): number {
    return this.gradients[i];
  }

  watch(i: number, address: string): Observable<Message> {
    this.watched = true;
    this.left = undefined;
    return this.monitor.watch(i, address);
  }

  private oneByOne(): ApartState {
    const { forwardActivity, moving, basal, apical, wires } = this;
    return {
      kind: 'apart',
      stored: forwardActivity.slice(),
      moving: moving?.slice(),
      basal: basal.state(),
      apical: apical?.state(),
      wires: wires?.state(),
    };
  }

  private restoreApart({ stored, moving, basal, apical, wires }: ApartState): void {
    this.forwardActivity.set(stored);
    this.moving = moving?.slice();
    this.basal.restore(basal);
    if (apical) this.apical?.restore(apical);
    if (wires) this.wires?.restore(wires);
  }

  private alike(): HeardState {
    const { forwardActivity, moving, apical, pres } = this;
    const basal = this.basal.state();
    return {
      kind: 'alike',
      stored: forwardActivity.slice(0, pres),
      moving: moving?.slice(0, pres),
      courses: basal.courses?.slice(0, pres),
      count: basal.heard[0],
      descent: apical?.heard(),
    };
  }

  private restoreAlike({ stored, moving, courses, count, descent }: HeardState): void {
    const { forwardActivity, weights, pres } = this;
    const posts = weights.length / pres;
    this.moving = moving && new Float64Array(weights.length);
    for (let from = 0; from < weights.length; from += pres) {
      forwardActivity.set(stored, from);
      if (moving) this.moving!.set(moving, from);
    }
    const carried = this.moving ?? forwardActivity;
    const values = weights.map((weight, i) => weight * carried[i]);
    const all = courses && Array.from({ length: posts }, () => courses).flat();
    this.basal.restore({ values, heard: new Uint32Array(posts).fill(count), courses: all });
    if (descent) this.apical?.hear(descent);
  }

  private clear(post: number): void {
    const { forwardActivity, moving, pres } = this;
    forwardActivity.fill(0, post * pres, (post + 1) * pres);
    moving?.fill(0, post * pres, (post + 1) * pres);
    this.wires?.clear(post * pres, (post + 1) * pres);
  }
}

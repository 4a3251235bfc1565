import type { Task } from '../../messages/task.js';
import { Apart } from './apart.js';
import { type Sorted, sortedOf } from './axons.js';
import type { History } from './history.js';
import { type LateState, type UnderWay, underWay, type Way } from './line.js';
import { Delivery, Packet } from './on-the-way.js';
import { isOne, readOne, readPacket } from './read-under-way.js';
import { Recall } from './recall.js';
import { maskOf, Ticks } from './ticks.js';

// A population of which so many speak at a tick is heard as a whole.
const many = 1 / 8;

/**
 * Synapses that each have a conduction delay of their own. What most of a population say at a tick is remembered, and each
 * synapse looks back by as many ticks as it is away, while nobody goes on because of single arrivals; where somebody does, it
 * goes from tick to tick, to all synapses that are that far. Else a message goes from the nearest to the farthest, and waits
 * in the queue once, for its next arrival: a task for each arrival is as many as there are synapses times messages under way.
 */
export class Deliveries extends Apart {
  private sorted: Sorted | undefined;
  private ticks: Ticks | undefined;
  readonly recall = new Recall();

  /** @param lags in tau, at post * pres + pre */
  constructor(
    way: Way,
    posts: number,
    readonly lag: Float64Array,
  ) {
    super(way, posts);
  }

  override hear(keys: readonly number[], speakers: Int32Array): void {
    const { way, spread, recall } = this;
    const { near, queue } = way;
    const said = queue.now();
    if (recall.underWay.size === 0) this.leave();
    const packet = recall.history !== undefined || speakers.length >= spread * many;
    if (queue.clock === undefined || !packet) {
      super.hear(keys, speakers);
      return;
    }
    if (recall.underWay.size === 0) this.enter(said);
    const everybody = Int32Array.from({ length: spread }, (_, unit) => unit);
    const message = underWay(near, keys, everybody);
    const speaks = speakers.length < spread ? maskOf(speakers, spread) : undefined;
    const one = new Packet(this, { message, speaks, said, reached: 0 });
    recall.underWay.add(one);
    recall.note(one);
    one.run();
  }

  historyOf(key: number): History | undefined {
    return this.recall.of(key);
  }

  protected send(message: UnderWay): void {
    const said = this.way.queue.now();
    this.leave();
    this.recall.blank = false;
    this.recall.alone += message.speakers.length;
    for (let speaker = 0; speaker < message.speakers.length; speaker++)
      new Delivery(this, message, speaker, said, 0).run();
  }

  taskOf(what: unknown): Task {
    const { address, posts } = this;
    const { near } = this.way;
    if (!isOne(what)) {
      const packet = new Packet(this, readPacket(address, near, posts, what));
      this.recall.underWay.add(packet);
      return packet;
    }
    this.recall.alone++;
    this.recall.blank = false;
    const { said, reached, ...one } = readOne(address, near, posts, what);
    return new Delivery(this, this.messageOf(one), 0, said, reached);
  }

  /** Brings a message to synapses whose time it is; where there are others it waits for theirs. @returns how many it has reached */
  advance(delivery: Delivery): number {
    const { message, speaker, said } = delivery;
    const { posts, recall } = this;
    const { queue } = this.way;
    const { near, targets } = this.axons;
    const now = queue.now();
    const from = message.speakers[speaker] * posts;
    for (let i = delivery.reached; i < posts; i++) {
      const lag = near[from + i];
      const time = queue.arrival(said, lag);
      if (time > now) {
        queue.at(time, delivery);
        return i;
      }
      this.take(message, speaker, targets[from + i], lag === 0);
    }
    recall.alone--;
    return posts;
  }

  /** Of each axon from the nearest synapse to the farthest. */
  get axons(): Sorted {
    this.sorted ??= sortedOf(this.lag, this.posts, this.spread);
    return this.sorted;
  }

  wait(time: number, task: Task): void {
    this.way.queue.at(time, task);
  }

  /** The same of what most of a population say, tick by tick. */
  advanceAll(packet: Packet): readonly [reached: number, next: number] {
    const { message, speaks, said, reached } = packet.state;
    const { queue } = this.way;
    const now = queue.now();
    const { period } = queue.clock!;
    const ticks = this.ticksOf(period);
    const elapsed = Math.round((now - said) / period);
    const history = this.historyAt(now, elapsed);
    if (!history) this.recall.blank = false;
    let k = reached;
    for (; k < ticks.ticks.length && ticks.ticks[k] <= elapsed; k++)
      if (!history) this.takeAll(message, ticks.places(k), speaks);
    if (history && k > reached) this.owe(packet, ticks, k);
    if (k < ticks.ticks.length) return [k, queue.arrival(said, ticks.ticks[k] * period)];
    this.recall.underWay.delete(packet);
    return [k, Infinity];
  }

  override look(keys: readonly number[]): void {
    this.leave();
    this.recall.blank = false;
    super.look(keys);
  }

  override clear(): void {
    const { recall } = this;
    recall.underWay.clear();
    recall.alone = 0;
    if (recall.forget()) super.clear();
    else this.endFutures();
    recall.blank = true;
  }

  override restore(state: LateState): void {
    this.recall.forget();
    this.recall.blank = false;
    super.restore(state);
  }

  protected override refresh(): void {
    this.recall.putInto(this.columns);
  }

  private ticksOf(period: number): Ticks {
    if (this.ticks?.period !== period) this.ticks = new Ticks(this.lag, this.spread, period);
    return this.ticks;
  }

  /** Where synapses look things up that have come after so many ticks, if they can. */
  private historyAt(now: number, elapsed: number): History | undefined {
    const { recall } = this;
    if (!this.fits) this.leave();
    else if (!recall.history && elapsed > 0) this.enter(now);
    const { history } = recall;
    if (history && elapsed > 0) recall.reach(history.tickAt(now));
    return history;
  }

  /** All that is under way is in packets, and synapses can wait for what has come. */
  private get fits(): boolean {
    const { recall, ends } = this;
    return recall.alone === 0 && ends.every(({ fan, patient }) => fan === 0 || patient === true);
  }

  private enter(now: number): void {
    const { period } = this.way.queue.clock!;
    if (this.fits) this.recall.begin(this.ticksOf(period), this.posts, this.spread, now);
  }

  /** Synapses look up what has come to them when they are asked; whoever else listens is told. @param until which ticks are over */
  private owe({ state }: Packet, ticks: Ticks, until: number): void {
    const { message, speaks, reached } = state;
    for (const end of this.ends) {
      if (end.arriveLater) end.arriveLater(message.keys);
      else for (let k = reached; k < until; k++) end.arriveAtAll(message.keys, ticks.places(k), speaks);
    }
  }

  /** From now on what comes through is put where it belongs when it comes. */
  private leave(): void {
    const { recall, ends } = this;
    if (!recall.history) return;
    this.refresh();
    for (const end of ends) end.catchUp?.();
    recall.end();
  }
}

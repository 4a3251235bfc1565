import type { ByPlace } from '../../math/by-place.js';
import { countUpTo } from '../../math/count-up-to.js';
import { after } from '../../math/time.js';
import type { Deliveries } from './deliveries.js';
import type { Among, Flight } from './flight.js';
import { type Landed, Landing } from './landing.js';
import { LastSaid } from './last-said.js';
import type { Delivery } from './on-the-way.js';

/** What is under way over a line with a delay for each synapse, taken from stretch of time to stretch of time. */
export class AxonWindow {
  /** In the order in which they were said. */
  private underWay: Delivery[] = [];
  /** Of each, its place among all that waited when it was taken over; -1 once it has gone on. */
  private orders: number[] = [];
  /** Of each, when it was taken over or said, as counted over all lines. */
  private places: number[] = [];
  /** Of each, whether its neuron has said the same before. */
  private again: boolean[] = [];
  private passes = false;
  /** By key. */
  readonly landings: readonly Landing[];
  private readonly lastSaid: LastSaid;
  readonly line: Deliveries;
  /** Among all lines. */
  readonly number: number;
  /** The shortest delay, in tau. */
  readonly shortest: number;
  /** When the next one arrives; Infinity where none does. */
  nextTime = Infinity;
  /** When the last one did of those that were gathered. */
  lastTime = -Infinity;

  constructor(
    landed: Landed,
    private readonly counter: { next: number; lines: number },
  ) {
    const { line } = landed;
    this.line = line;
    this.number = counter.lines++;
    this.landings = line.keys.map((_, key) => new Landing(landed, key));
    this.lastSaid = new LastSaid(line.keys.length, line.spread);
    let shortest = Infinity;
    for (let i = 0; i < line.lag.length; i++) shortest = Math.min(shortest, line.lag[i]);
    this.shortest = shortest;
  }

  /** From now on what arrives is weighed by weights as they are. */
  open(): void {
    for (const landing of this.landings) landing.renew();
    this.lastSaid.forget();
  }

  /** All that is under way goes by itself, and nobody hears of it but synapses. */
  get alone(): boolean {
    const { recall, unwatched } = this.line;
    return unwatched && recall.underWay.size === 0 && !recall.history;
  }

  /** How many are under way. */
  get size(): number {
    return this.underWay.length;
  }

  /** One that waited in the queue. @param order its place there */
  takeOver(delivery: Delivery, time: number, order: number, again = false): void {
    this.underWay.push(delivery);
    this.orders.push(order);
    this.places.push(this.counter.next++);
    this.again.push(again);
    this.nextTime = Math.min(this.nextTime, time);
  }

  /** One that has been said. @returns its number among those under way, until the stretch is over */
  hear(delivery: Delivery): number {
    const { message, speaker, reached } = delivery;
    this.takeOver(delivery, this.arrival(delivery, reached), -1, this.lastSaid.note(message, speaker));
    return this.underWay.length - 1;
  }

  /** The d-th has another place among all that were said. */
  rank(d: number, place: number): void {
    this.places[d] = place;
  }

  /** Puts down what arrives up to a time and with it, by neuron: numbers of messages, which leave `line` when divided by `lines`. */
  gather(end: number, arrivals: ByPlace, { line, lines, passes }: Among): number {
    const { underWay, orders, landings, again } = this;
    this.nextTime = Infinity;
    this.lastTime = -Infinity;
    this.passes = passes;
    for (const landing of landings) landing.open(line, lines);
    let arrived = 0;
    for (let d = 0; d < underWay.length; d++) {
      const { message, speaker, reached } = underWay[d];
      const same = passes && again[d];
      if (same) this.pass(underWay[d], end);
      else this.advance(underWay[d], d * lines + line, end, arrivals);
      if (underWay[d].reached === reached) continue;
      orders[d] = -1;
      arrived += underWay[d].reached - reached;
      if (!same) for (let key = 0; key < landings.length; key++) landings[key].note(d, message, speaker);
      for (let k = 0; k < message.keys.length; k++) landings[message.keys[k]].inlet.hearAgain();
    }
    return arrived;
  }

  /** All of them that come to a neuron are weighed. @param items so many, as they were put down */
  begin(post: number, items: Int32Array, count: number): void {
    const { landings } = this;
    for (let key = 0; key < landings.length; key++)
      if (landings[key].heard) landings[key].begin(post, items, count);
  }

  /** The stretch is over. */
  end(): void {
    const { posts } = this.line;
    const { underWay, orders, places, again } = this;
    const left = (_: unknown, d: number) => underWay[d].reached < posts;
    this.underWay = underWay.filter(left);
    this.orders = orders.filter(left);
    this.places = places.filter(left);
    this.again = again.filter(left);
    for (let k = this.underWay.length; k < underWay.length; k++) this.line.recall.alone--;
    for (const landing of this.landings) landing.clear();
  }

  /** Everything under way leaves, with when it arrives next. */
  release(to: (flight: Flight, time: number, order: number) => void): void {
    for (const [d, delivery] of this.underWay.entries())
      to(this.flight(d), this.arrival(delivery, delivery.reached), this.orders[d]);
    this.underWay = [];
    this.orders = [];
    this.places = [];
    this.again = [];
    this.nextTime = Infinity;
  }

  /** Those that have come to a neuron at a time, and were not put down. */
  passedTo(unit: number, time: number): Flight[] {
    if (!this.passes) return [];
    return this.underWay.flatMap((delivery, d) => {
      if (!this.again[d]) return [];
      for (let k = this.reachedBy(delivery, time) - 1; k >= 0 && this.arrival(delivery, k) === time; k--)
        if (this.target(delivery, k) === unit) return [this.flight(d)];
      return [];
    });
  }

  /** The d-th that is under way. */
  flight(d: number): Flight {
    return { window: this, delivery: this.underWay[d], place: this.places[d] };
  }

  /** The neuron at the k-th synapse of a message. */
  target({ message, speaker }: Delivery, k: number): number {
    return this.line.axons.targets[message.speakers[speaker] * this.line.posts + k];
  }

  /** When a message reaches the k-th of its synapses. */
  arrival({ message, speaker, said }: Delivery, k: number): number {
    return after(said, this.line.axons.near[message.speakers[speaker] * this.line.posts + k]);
  }

  /** It goes on past whom it tells nothing new. */
  private pass(delivery: Delivery, end: number): void {
    const reached = Math.max(delivery.reached, this.reachedBy(delivery, end));
    if (reached < this.line.posts) this.nextTime = Math.min(this.nextTime, this.arrival(delivery, reached));
    if (reached > delivery.reached)
      this.lastTime = Math.max(this.lastTime, this.arrival(delivery, reached - 1));
    delivery.reached = reached;
  }

  /** How many synapses a message reaches up to a time and with it. */
  private reachedBy(delivery: Delivery, time: number): number {
    return countUpTo(time, this.line.posts, (k) => this.arrival(delivery, k));
  }

  private advance(delivery: Delivery, item: number, end: number, arrivals: ByPlace): void {
    const { line } = this;
    const { posts, axons } = line;
    const { near, targets } = axons;
    const { message, speaker, said, reached } = delivery;
    const from = message.speakers[speaker] * posts;
    let i = reached;
    let time = -Infinity;
    for (; i < posts; i++) {
      const next = after(said, near[from + i]);
      if (next > end) {
        if (next < this.nextTime) this.nextTime = next;
        break;
      }
      time = next;
      arrivals.put(targets[from + i], time, item);
    }
    if (time > this.lastTime) this.lastTime = time;
    delivery.reached = i;
  }
}

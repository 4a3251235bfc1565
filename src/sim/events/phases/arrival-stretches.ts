import type { EventQueue } from '../../../messages/queue.js';
import type { Stretches } from '../../../messages/stretches.js';
import type { Task } from '../../../messages/task.js';
import { Visit } from '../../../neurons/thresholds.js';
import type { Visits } from '../../../neurons/visits.js';
import type { AxonWindow } from '../../../synapses/phases/axon-window.js';
import { Delivery } from '../../../synapses/phases/on-the-way.js';
import { inOrderOfSaying, type Said } from './coincidence.js';
import { NeuronLead } from './neuron-lead.js';
import type { Played } from './played-stretches.js';
import { openTo, showTo } from './stretch-looks.js';
import { beganAt, inOrder, type Returning } from './stretch-order.js';

/** So much more goes for an arrival in the queue than for a neuron or a message in a stretch in which nothing comes to it. */
const sparse = 16;
/** Stretches in a row in which hardly anything arrives, before they are given up for some time. */
const few = 8;

/** A time that is before the other by more than rounding. */
const before = (time: number) => time * (1 - 2 ** -40);

/**
 * Threshold messages with a delay for each synapse, from stretch to stretch of time: one population after the other goes through
 * it, each after those that it hears, and what it says arrives in none but later ones at those that went before. So each neuron
 * goes through all that arrives at it by itself, and what it works with stays at hand.
 */
export class ArrivalStretches implements Stretches {
  nextTime = Infinity;
  private playing = false;
  private holds = false;
  /** What is not ours, in order; it runs in the queue. */
  private others: Returning[] = [];
  /** When the first of those that do not arrive is due. */
  private limit = Infinity;
  /** So many tasks run in the queue before the next attempt. */
  private rest = 0;
  /** Stretches in a row in which hardly anything arrived. */
  private poor = 0;
  private said: Said[] = [];
  /** How long the next stretch is, in tau. */
  private span: number;
  private readonly leads: readonly NeuronLead[];
  /** Who leads now. */
  private leading: NeuronLead | undefined;
  private readonly windowOf: ReadonlyMap<unknown, AxonWindow>;
  private readonly visitsOf: ReadonlyMap<unknown, Visits>;

  constructor(
    private readonly queue: EventQueue,
    private readonly played: Played,
  ) {
    const { hearers, windows, visits, short } = played;
    this.span = short;
    this.leads = hearers.map((one, number) => new NeuronLead(queue, one, number));
    this.windowOf = new Map(windows.map((one) => [one.line, one]));
    this.visitsOf = new Map(visits.map((one) => [one.thresholds, one]));
  }

  play(limit: number): boolean {
    if (this.rest > 0) {
      this.rest--;
      return false;
    }
    const { samplers } = this.queue;
    if (!this.played.alone()) return this.leave();
    if (!this.holds) this.takeOver();
    const first = this.nextTime;
    if (this.limit < first) return this.leave(this.load);
    if (first > samplers.due) samplers.sampleBefore(first);
    const { longest, seen, hearers } = this.played;
    const end = before(first + Math.min(this.span, longest));
    const { looks, until } = samplers.before(Math.min(limit, this.limit, end));
    const last = seen ? until : Math.min(until, samplers.due);
    if (!this.played.alone()) return this.leave();
    if (seen) openTo(looks, hearers);
    const arrived = this.playThrough(first, last);
    if (seen) showTo(looks, hearers, this.queue);
    this.adapt(arrived, last === end);
    this.poor = sparse * arrived < this.load ? this.poor + 1 : 0;
    if (this.poor > few) this.leave(this.load);
    return true;
  }

  wait(time: number, task: Task): boolean {
    if (!this.holds) return false;
    const window = this.playing && task instanceof Delivery ? this.windowOf.get(task.route) : undefined;
    if (window) this.said.push({ window, delivery: task as Delivery, cause: this.leading!.cause(), at: -1 });
    else if (this.playing) this.others.push({ time, task, order: -1, pushed: this.queue.now(), rank: 4 });
    else this.release();
    return window !== undefined || this.playing;
  }

  release(): void {
    if (!this.holds) return;
    const all = this.others;
    for (const window of this.played.windows)
      window.release((flies, time, order) => {
        const { reached } = flies.delivery;
        const rank = reached === 0 ? 2 : 0;
        all.push({ time, task: flies.delivery, order, pushed: beganAt(flies, reached), rank, flies });
      });
    for (const visits of this.played.visits)
      visits.release(({ visit, order, pushed, again }) =>
        all.push({ time: visit.time, task: visit, order, pushed, rank: again ? 1 : 3 }),
      );
    this.others = [];
    this.nextTime = Infinity;
    this.holds = false;
    for (const { time, task } of all.sort(inOrder)) this.queue.at(time, task);
  }

  /** What a stretch takes though nothing arrives: neurons, and messages under way. */
  private get load(): number {
    const { hearers, windows } = this.played;
    const neurons = hearers.reduce((sum, { population }) => sum + population.size, 0);
    return windows.reduce((sum, { size }) => sum + size, neurons);
  }

  /** It is not worth it now, nor for so many tasks. */
  private leave(rest = 64): false {
    this.rest = rest;
    this.poor = 0;
    this.release();
    return false;
  }

  private takeOver(): void {
    const { later } = this.queue;
    const arrivals = later.takeArrivals();
    this.holds = true;
    this.limit = before(later.nextOfOthers());
    for (const visits of this.played.visits) visits.open();
    for (const window of this.played.windows) window.open();
    for (const [order, { time, item }] of arrivals.entries()) {
      const window = item instanceof Delivery ? this.windowOf.get(item.route) : undefined;
      const visits = item instanceof Visit ? this.visitsOf.get(item.thresholds) : undefined;
      if (window) window.takeOver(item as Delivery, time, order);
      else if (visits) visits.takeOver(item as Visit, order);
      else {
        this.others.push({ time, task: item, order, pushed: 0, rank: 4 });
        this.limit = Math.min(this.limit, before(time));
      }
    }
    this.findNext();
  }

  /** All that happens up to a time and with it. @returns how many messages have come to how many synapses */
  private playThrough(first: number, last: number): number {
    const { windows, visits } = this.played;
    for (const one of visits) one.begin(last);
    this.playing = true;
    let arrived = 0;
    try {
      for (const one of this.leads) {
        this.leading = one;
        const before = this.said.length;
        arrived += one.lead(first, last);
        if (this.said.length > before) this.hearSaid();
      }
    } finally {
      this.playing = false;
    }
    this.said = [];
    for (const one of windows) one.end();
    for (const one of visits) one.end();
    const ends = [...this.leads, ...windows, ...visits].map(({ lastTime }) => lastTime);
    this.queue.standAt(Math.max(first, ...ends));
    this.findNext();
    return arrived;
  }

  /** What has been said in the stretch is under way, in the order in which it was said. */
  private hearSaid(): void {
    const all = inOrderOfSaying(this.said);
    for (const one of all) if (one.at < 0) one.at = one.window.hear(one.delivery);
    // Who speaks at the time of another may turn out to be first.
    const places = all.map(({ window, at }) => window.flight(at).place).sort((a, b) => a - b);
    for (const [k, { window, at }] of all.entries()) window.rank(at, places[k]);
  }

  /** The next stretch is longer where little has arrived, and shorter where much has. */
  private adapt(arrived: number, whole: boolean): void {
    const { short, longest, enough } = this.played;
    if (arrived > enough) this.span = Math.max(short, this.span / 2);
    else if (whole && 2 * arrived < enough) this.span = Math.min(longest, this.span * 2);
  }

  private findNext(): void {
    const { windows, visits } = this.played;
    this.nextTime = Math.min(
      ...[...windows, ...visits].map(({ nextTime }) => nextTime),
      ...(this.others.length > 0 ? [this.others[0].time] : []),
    );
  }
}

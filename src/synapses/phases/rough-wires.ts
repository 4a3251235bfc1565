import type { SavedTask, Task } from '../../messages/task.js';
import type { Wires } from '../../messages/wires.js';
import { Apart } from './apart.js';
import type { LateState, UnderWay, Way } from './line.js';
import { Newest } from './newest.js';
import { readCrossing } from './read-under-way.js';

/** What wires are like. */
export interface Rough {
  /** They draw for all synapses of a block of the network, both ways. */
  readonly wires: Wires;
  /** Which way this is, as it is counted. */
  readonly direction: 'up' | 'down';
  /** In tau, for all synapses or at post * pres + pre, beside what wires add. */
  readonly lag: number | Float64Array;
  /** Neurons that only seem to speak: what goes out from them does not count. */
  readonly silent: Uint8Array | undefined;
}

/**
 * Synapses at the ends of wires that lose, double and reorder messages, each by itself. Messages are numbered; under a key
 * older news never overwrites newer.
 */
export class RoughWires extends Apart {
  private readonly newest: Newest;

  constructor(
    way: Way,
    posts: number,
    private readonly rough: Rough,
  ) {
    super(way, posts);
    this.newest = new Newest(this.said);
  }

  get lag(): number | Float64Array {
    return this.rough.lag;
  }

  protected send(message: UnderWay): void {
    const { silent } = this.rough;
    const { speakers } = message;
    const number = this.newest.next();
    for (let speaker = 0; speaker < speakers.length; speaker++) {
      const counts = !silent?.[speakers[speaker]];
      for (let post = 0; post < this.posts; post++) this.sendOver({ message, number, speaker, post }, counts);
    }
  }

  taskOf(what: unknown): Task {
    const { number, post, ...one } = readCrossing(this.address, this.way.near, this.posts, what);
    return new Crossing(this, { message: this.messageOf(one), number, speaker: 0, post });
  }

  override clear(): void {
    super.clear();
    this.newest.clear();
  }

  override state(): LateState {
    return { ...super.state(), ...this.newest.state() };
  }

  override restore(state: LateState): void {
    super.restore(state);
    this.newest.restore(state);
  }

  /** A copy has come through: it is heard as far as it is news. */
  arrive({ message, number, speaker, post }: CrossingState): void {
    const place = message.speakers[speaker] + post * this.spread;
    const news = this.newest.newsOf(message, number, place);
    if (news) this.take(news, speaker, post);
  }

  private sendOver(crossing: CrossingState, counts: boolean): void {
    const { wires, direction, lag } = this.rough;
    const { message, speaker, post } = crossing;
    const own = typeof lag === 'number' ? lag : lag[message.speakers[speaker] + post * this.spread];
    for (const wait of wires.waits(direction, counts))
      this.way.queue.deliver(own + wait, new Crossing(this, crossing));
  }
}

interface CrossingState {
  readonly message: UnderWay;
  readonly number: number;
  /** Index of the speaker. */
  readonly speaker: number;
  readonly post: number;
}

/** A copy of a message on its way to one synapse. */
class Crossing implements Task {
  constructor(
    private readonly wires: RoughWires,
    private readonly state: CrossingState,
  ) {}

  run(): void {
    this.wires.arrive(this.state);
  }

  get saved(): SavedTask {
    const { message, number, speaker, post } = this.state;
    return { owner: this.wires.address, what: { ...this.wires.plain(message, speaker), number, post } };
  }
}

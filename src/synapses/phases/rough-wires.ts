import type { Task } from '../../messages/task.js';
import { Apart } from './apart.js';
import { type Copy, Crossing, type Rough } from './crossing.js';
import type { UnderWay, Way } from './line.js';
import { Newest } from './newest.js';
import { readCrossing } from './read-under-way.js';

/**
 * Synapses at the ends of wires that lose, double and reorder messages, each by itself. Messages are numbered; under a key
 * older news never overwrites newer.
 */
export class RoughWires extends Apart {
  protected override readonly newest = new Newest(this.columns);

  constructor(
    way: Way,
    posts: number,
    private readonly rough: Rough,
  ) {
    super(way, posts);
  }

  get lag(): number | Float64Array {
    return this.rough.lag;
  }

  taskOf(what: unknown): Task {
    const { number, post, ...one } = readCrossing(this.address, this.way.near, this.posts, what);
    return new Crossing(this, { message: this.messageOf(one), number, speaker: 0, post });
  }

  arrive({ message, number, speaker, post }: Copy): void {
    const place = message.speakers[speaker] + post * this.spread;
    const news = this.newest.newsOf(message, number, place);
    if (news) this.take(news, speaker, post);
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

  private sendOver(copy: Copy, counts: boolean): void {
    const { wires, direction, lag } = this.rough;
    const { message, speaker, post } = copy;
    const own = typeof lag === 'number' ? lag : lag[message.speakers[speaker] + post * this.spread];
    for (const wait of wires.waits(direction, counts))
      this.way.queue.deliver(own + wait, new Crossing(this, copy));
  }
}

import { refuse } from '../../errors.js';
import type { Task } from '../../messages/task.js';
import type { Pattern } from '../pattern.js';
import { type Copy, Crossing, type Rough } from './crossing.js';
import type { UnderWay, Way } from './line.js';
import { ListLine } from './list-line.js';
import { Newest } from './newest.js';
import { readCrossing } from './read-under-way.js';

/** The same synapses as those of `RoughWires`, of a list. */
export class ListWires extends ListLine {
  protected override readonly newest = new Newest(this.columns);

  /** @param rough its delays are by synapse */
  constructor(
    way: Way,
    pattern: Pattern,
    private readonly rough: Rough,
  ) {
    super(way, pattern);
  }

  get lag(): number | Float64Array {
    return this.rough.lag;
  }

  taskOf(what: unknown): Task {
    const { address, way, pattern } = this;
    const { number, post, ...one } = readCrossing(address, way.near, pattern.count, what);
    if (pattern.from[post] !== one.pre) {
      const got = `synapse ${post} of ${one.pre}`;
      refuse({ where: `${address}: message`, got, expected: `one of ${pattern.from[post]}` });
    }
    return new Crossing(this, { message: this.messageOf(one), number, speaker: 0, post });
  }

  arrive({ message, number, speaker, post }: Copy): void {
    const news = this.newest.newsOf(message, number, post);
    if (news) this.take(news, speaker, post);
  }

  protected override send(message: UnderWay): void {
    this.newest.next();
    super.send(message);
  }

  protected sendOf(message: UnderWay, speaker: number): void {
    const { pattern, rough, way } = this;
    const number = this.newest.last;
    const { wires, direction, lag, silent } = rough;
    const { starts, numbers } = pattern.turned;
    const unit = message.speakers[speaker];
    const counts = !silent?.[unit % silent.length];
    for (let i = starts[unit]; i < starts[unit + 1]; i++) {
      const post = numbers[i];
      const own = typeof lag === 'number' ? lag : lag[post];
      for (const wait of wires.waits(direction, counts))
        way.queue.deliver(own + wait, new Crossing(this, { message, number, speaker, post }));
    }
  }
}

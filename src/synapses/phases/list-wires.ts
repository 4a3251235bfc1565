import { refuse } from '../../errors.js';
import type { SavedTask, Task } from '../../messages/task.js';
import type { Pattern } from '../pattern.js';
import type { LateState, UnderWay, Way } from './line.js';
import { ListLine } from './list-line.js';
import { Newest } from './newest.js';
import { readCrossing } from './read-under-way.js';
import type { Rough } from './rough-wires.js';

/**
 * Synapses of a list at the ends of wires that lose, double and reorder messages, each by itself. Messages are numbered; under a
 * key older news never overwrites newer.
 */
export class ListWires extends ListLine {
  private readonly newest: Newest;

  /** @param rough its delays are by synapse */
  constructor(
    way: Way,
    pattern: Pattern,
    private readonly rough: Rough,
  ) {
    super(way, pattern);
    this.newest = new Newest(this.said);
  }

  taskOf(what: unknown): Task {
    const { address, way, pattern } = this;
    const { number, post: k, ...one } = readCrossing(address, way.near, pattern.count, what);
    if (pattern.from[k] !== one.pre) {
      const got = `synapse ${k} of ${one.pre}`;
      refuse({ where: `${address}: message`, got, expected: `one of ${pattern.from[k]}` });
    }
    return new ListCrossing(this, { message: this.messageOf(one), number, speaker: 0, k });
  }

  get lag(): number | Float64Array {
    return this.rough.lag;
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
  arrive({ message, number, speaker, k }: Copy): void {
    const news = this.newest.newsOf(message, number, k);
    if (news) this.take(news, speaker, k);
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
      const k = numbers[i];
      const own = typeof lag === 'number' ? lag : lag[k];
      for (const wait of wires.waits(direction, counts))
        way.queue.deliver(own + wait, new ListCrossing(this, { message, number, speaker, k }));
    }
  }
}

interface Copy {
  readonly message: UnderWay;
  readonly number: number;
  /** Index of the speaker. */
  readonly speaker: number;
  /** Number of the synapse. */
  readonly k: number;
}

/** A copy of a message on its way to one synapse. */
class ListCrossing implements Task {
  constructor(
    private readonly wires: ListWires,
    private readonly copy: Copy,
  ) {}

  run(): void {
    this.wires.arrive(this.copy);
  }

  get saved(): SavedTask {
    const { message, number, speaker, k } = this.copy;
    return { owner: this.wires.address, what: { ...this.wires.plain(message, speaker), number, post: k } };
  }
}

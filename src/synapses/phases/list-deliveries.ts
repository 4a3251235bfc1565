import type { SavedTask, Task } from '../../messages/task.js';
import type { Pattern } from '../pattern.js';
import type { UnderWay, Way } from './line.js';
import { ListLine } from './list-line.js';
import { readOne } from './read-under-way.js';

/** Synapses of each axon from the nearest to the farthest: their numbers, and their delays in tau. */
interface Sorted {
  readonly numbers: Int32Array;
  readonly near: Float64Array;
}

/**
 * Synapses of a list that each have a conduction delay of their own: a message goes from the nearest to the farthest, and waits
 * in the queue once, for its next arrival.
 */
export class ListDeliveries extends ListLine {
  private sorted: Sorted | undefined;

  /** @param lag of each synapse, in tau */
  constructor(
    way: Way,
    pattern: Pattern,
    readonly lag: Float64Array,
  ) {
    super(way, pattern);
  }

  taskOf(what: unknown): Task {
    const { address, way, fans } = this;
    const most = fans.reduce((a, b) => Math.max(a, b), 0);
    const { said, reached, ...one } = readOne(address, way.near, most, what);
    return new ListDelivery(this, this.messageOf(one), 0, said, reached);
  }

  /** Brings a message to synapses whose time it is; where there are others it waits for theirs. @returns how many it has reached */
  advance(delivery: ListDelivery): number {
    const { message, speaker, said } = delivery;
    const { queue } = this.way;
    this.sorted ??= sortedOf(this.pattern, this.lag);
    const { numbers, near } = this.sorted;
    const { starts } = this.pattern.turned;
    const unit = message.speakers[speaker];
    const now = queue.now();
    for (let i = starts[unit] + delivery.reached; i < starts[unit + 1]; i++) {
      const time = queue.arrival(said, near[i]);
      if (time > now) {
        queue.at(time, delivery);
        return i - starts[unit];
      }
      this.take(message, speaker, numbers[i], near[i] === 0);
    }
    return starts[unit + 1] - starts[unit];
  }

  protected sendOf(message: UnderWay, speaker: number): void {
    new ListDelivery(this, message, speaker, this.way.queue.now(), 0).run();
  }
}

/** What a neuron has said, on its way from synapse to synapse. */
class ListDelivery implements Task {
  /** @param said when, in tau @param reached how many synapses it has reached */
  constructor(
    private readonly line: ListDeliveries,
    readonly message: UnderWay,
    readonly speaker: number,
    readonly said: number,
    public reached: number,
  ) {}

  run(): void {
    this.reached = this.line.advance(this);
  }

  get saved(): SavedTask {
    const { line, message, speaker, said, reached } = this;
    return { owner: line.address, what: { ...line.plain(message, speaker), said, reached } };
  }
}

/** Those of one delay stay in the order of the list. */
function sortedOf({ turned: { starts, numbers } }: Pattern, lag: Float64Array): Sorted {
  const sorted = numbers.slice();
  for (let unit = 0; unit + 1 < starts.length; unit++) {
    const own = Array.from(numbers.subarray(starts[unit], starts[unit + 1]));
    sorted.set(
      own.sort((a, b) => lag[a] - lag[b]),
      starts[unit],
    );
  }
  return { numbers: sorted, near: Float64Array.from(sorted, (k) => lag[k]) };
}

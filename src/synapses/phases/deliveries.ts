import { stepsToCover } from '../../math/time.js';
import type { SavedTask, Task } from '../../messages/task.js';
import { Apart } from './apart.js';
import { type UnderWay, underWay, type Way } from './line.js';

/**
 * Synapses that each have a conduction delay of their own: a message goes from the nearest to the farthest of each speaker,
 * and waits in the queue once, for its next arrival. (A task for each arrival is as many as there are synapses times
 * messages under way, and the queue is then most of the work.)
 */
export class Deliveries extends Apart {
  /** Of each axon from the shortest to the longest: delays in tau, and where they lead. */
  private readonly lags: Float64Array;
  private readonly ends: Int32Array;
  /** The same delays in ticks of the clock that they were last counted by. */
  private ticks = new Int32Array(0);
  private period = Number.NaN;

  /** @param lags in tau, at post * pres + pre */
  constructor(way: Way, posts: number, lags: Float64Array) {
    super(way, posts);
    const pres = this.spread;
    this.lags = new Float64Array(lags.length);
    this.ends = new Int32Array(lags.length);
    for (let pre = 0; pre < pres; pre++) {
      const lag = (post: number) => lags[post * pres + pre];
      // A stable sort: of equal delays, the first synapse comes first.
      const near = Array.from({ length: posts }, (_, post) => post).sort((a, b) => lag(a) - lag(b));
      this.ends.set(near, pre * posts);
      this.lags.set(near.map(lag), pre * posts);
    }
  }

  hear(keys: readonly number[], speakers: Int32Array): void {
    const { near, queue } = this.way;
    const reached = new Int32Array(speakers.length);
    new Delivery(this, { message: underWay(near, keys, speakers), said: queue.now(), reached }).run();
  }

  taskOf(what: unknown): Task {
    return new Delivery(this, what as DeliveryState);
  }

  /** Brings a message to all synapses whose time it is. @returns when it goes on; Infinity where it has reached all */
  advance({ message, said, reached }: DeliveryState): number {
    const { posts, lags, ends } = this;
    const due = this.dueOf(said);
    let next = Infinity;
    for (let speaker = 0; speaker < reached.length; speaker++) {
      const last = (message.speakers[speaker] + 1) * posts;
      let i = last - posts + reached[speaker];
      for (; i < last && due(i); i++) this.take(message, speaker, ends[i]);
      reached[speaker] = i - last + posts;
      if (i < last && lags[i] < next) next = lags[i];
    }
    return next === Infinity ? next : this.way.queue.arrival(said, next);
  }

  /** Whether what was said then has arrived by now, by the place of a delay. */
  private dueOf(said: number): (i: number) => boolean {
    const { lags } = this;
    const { queue } = this.way;
    const now = queue.now();
    const { period } = queue;
    if (period === undefined) return (i) => queue.arrival(said, lags[i]) <= now;
    if (period !== this.period) {
      this.ticks = Int32Array.from(lags, (lag) => stepsToCover(lag, period));
      this.period = period;
    }
    const { ticks } = this;
    const elapsed = Math.round((now - said) / period);
    return (i) => ticks[i] <= elapsed;
  }
}

interface DeliveryState {
  readonly message: UnderWay;
  /** When it was said, in tau. */
  readonly said: number;
  /** How many synapses of each speaker it has reached. */
  readonly reached: Int32Array;
}

/** A message on its way from synapse to synapse. */
class Delivery implements Task {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly state: DeliveryState,
  ) {}

  run(): void {
    const { deliveries, state } = this;
    const next = deliveries.advance(state);
    if (next < Infinity) deliveries.way.queue.at(next, this);
  }

  get saved(): SavedTask {
    const { message, said, reached } = this.state;
    return { owner: this.deliveries.address, what: { message, said, reached: reached.slice() } };
  }
}

import type { SavedTask, Task } from '../../messages/task.js';
import { Apart } from './apart.js';
import { type UnderWay, underWay, type Way } from './line.js';
import { isOne, readOne, readVolley } from './read-under-way.js';
import { Volleys } from './volley.js';

/** A population of which so many speak at a tick is heard as a whole. */
const many = 1 / 8;

/**
 * Synapses that each have a conduction delay of their own. What most of a population say at a tick goes on from tick to tick,
 * to all synapses that are that far. Else a message goes from the nearest to the farthest, and waits in the queue once, for
 * its next arrival: a task for each arrival is as many as there are synapses times messages under way.
 */
export class Deliveries extends Apart {
  /** Of each axon from the shortest to the longest: delays in tau, and where they lead. */
  private readonly near: Float64Array;
  private readonly targets: Int32Array;
  private volleys: Volleys | undefined;

  /** @param lags in tau, at post * pres + pre */
  constructor(
    way: Way,
    posts: number,
    readonly lag: Float64Array,
  ) {
    super(way, posts);
    const pres = this.spread;
    this.near = new Float64Array(lag.length);
    this.targets = new Int32Array(lag.length);
    for (let pre = 0; pre < pres; pre++) {
      const lagTo = (post: number) => lag[post * pres + pre];
      // A stable sort: of equal delays, the first synapse comes first.
      const sorted = Array.from({ length: posts }, (_, post) => post).sort((a, b) => lagTo(a) - lagTo(b));
      this.targets.set(sorted, pre * posts);
      this.near.set(sorted.map(lagTo), pre * posts);
    }
  }

  override hear(keys: readonly number[], speakers: Int32Array): void {
    const { way, spread } = this;
    const { near, queue } = way;
    const said = queue.now();
    if (queue.clock !== undefined && speakers.length >= spread * many) {
      const everybody = Int32Array.from({ length: spread }, (_, unit) => unit);
      const message = underWay(near, keys, everybody);
      const speaks = speakers.length < spread ? maskOf(speakers, spread) : undefined;
      new Volley(this, { message, speaks, said, reached: 0 }).run();
      return;
    }
    super.hear(keys, speakers);
  }

  protected send(message: UnderWay): void {
    const said = this.way.queue.now();
    for (let speaker = 0; speaker < message.speakers.length; speaker++)
      new Delivery(this, message, speaker, said, 0).run();
  }

  taskOf(what: unknown): Task {
    const { address, posts } = this;
    const { near } = this.way;
    if (!isOne(what)) return new Volley(this, readVolley(address, near, posts, what));
    const { said, reached, ...one } = readOne(address, near, posts, what);
    return new Delivery(this, this.messageOf(one), 0, said, reached);
  }

  /** Brings a message to synapses whose time it is; where there are others it waits for theirs. @returns how many it has reached */
  advance(delivery: Delivery): number {
    const { message, speaker, said } = delivery;
    const { posts, near, targets } = this;
    const { queue } = this.way;
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
    return posts;
  }

  /** The same of what most of a population say, tick by tick. */
  advanceAll({ message, speaks, said, reached }: VolleyState): readonly [reached: number, next: number] {
    const { queue } = this.way;
    const period = queue.clock!.period;
    if (this.volleys?.period !== period) this.volleys = new Volleys(this.lag, period);
    const { ticks, places, from } = this.volleys;
    const elapsed = Math.round((queue.now() - said) / period);
    for (let k = reached; k < ticks.length; k++) {
      if (ticks[k] > elapsed) return [k, queue.arrival(said, ticks[k] * period)];
      this.takeAll(message, places.subarray(from[k], from[k + 1]), speaks);
    }
    return [ticks.length, Infinity];
  }
}

function maskOf(units: Int32Array, size: number): Uint8Array {
  const mask = new Uint8Array(size);
  for (const unit of units) mask[unit] = 1;
  return mask;
}

/** What a neuron has said, on its way from synapse to synapse. */
class Delivery implements Task {
  /**
   * @param speaker index among those of the message
   * @param said when, in tau
   * @param reached how many synapses it has reached
   */
  constructor(
    private readonly deliveries: Deliveries,
    readonly message: UnderWay,
    readonly speaker: number,
    readonly said: number,
    public reached: number,
  ) {}

  run(): void {
    this.reached = this.deliveries.advance(this);
  }

  get saved(): SavedTask {
    const { message, speaker, said, reached } = this;
    return {
      owner: this.deliveries.address,
      what: { ...this.deliveries.plain(message, speaker), said, reached },
    };
  }
}

interface VolleyState {
  /** Of everybody. */
  readonly message: UnderWay;
  /** By unit, 1 of those who have said it; undefined where all have. */
  readonly speaks: Uint8Array | undefined;
  readonly said: number;
  /** How many delays are over. */
  readonly reached: number;
}

/** What most of a population have said at a tick, on its way from tick to tick. */
class Volley implements Task {
  constructor(
    private readonly deliveries: Deliveries,
    private state: VolleyState,
  ) {}

  run(): void {
    const [reached, next] = this.deliveries.advanceAll(this.state);
    this.state = { ...this.state, reached };
    if (next < Infinity) this.deliveries.way.queue.at(next, this);
  }

  get saved(): SavedTask {
    const { message, speaks, said, reached } = this.state;
    const { keys, values } = message;
    return { owner: this.deliveries.address, what: { keys: [...keys], values, speaks, said, reached } };
  }
}

import type { SavedTask, Task } from '../../messages/task.js';
import type { UnderWay } from './line.js';
import type { One } from './read-under-way.js';

/** Synapses to which each message comes in its own time. */
interface Route {
  readonly address: string;
  /** Brings a message to synapses whose time it is. @returns how many it has reached */
  advance(delivery: Delivery): number;
  /** The same of what most of a population say. @returns when it is to go on, too */
  advanceAll(packet: Packet): readonly [reached: number, next: number];
  wait(time: number, task: Task): void;
  plain(message: UnderWay, speaker: number): One;
}

/** What a neuron has said, on its way from synapse to synapse. */
export class Delivery implements Task {
  /**
   * @param speaker index among those of the message
   * @param said when, in tau
   * @param reached how many synapses it has reached
   */
  constructor(
    readonly route: Route,
    readonly message: UnderWay,
    readonly speaker: number,
    readonly said: number,
    public reached: number,
  ) {}

  run(): void {
    this.reached = this.route.advance(this);
  }

  get saved(): SavedTask {
    const { message, speaker, said, reached } = this;
    return {
      owner: this.route.address,
      what: { ...this.route.plain(message, speaker), said, reached },
    };
  }
}

export interface PacketState {
  /** Of everybody. */
  readonly message: UnderWay;
  /** By unit, 1 of those who have said it; undefined where all have. */
  readonly speaks: Uint8Array | undefined;
  readonly said: number;
  /** How many delays are over. */
  readonly reached: number;
}

/** What most of a population have said at a tick, on its way from tick to tick. */
export class Packet implements Task {
  constructor(
    private readonly deliveries: Route,
    public state: PacketState,
  ) {}

  run(): void {
    const [reached, next] = this.deliveries.advanceAll(this);
    this.state = { ...this.state, reached };
    if (next < Infinity) this.deliveries.wait(next, this);
  }

  get saved(): SavedTask {
    const { message, speaks, said, reached } = this.state;
    const { keys, values } = message;
    return { owner: this.deliveries.address, what: { keys: [...keys], values, speaks, said, reached } };
  }
}

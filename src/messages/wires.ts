import { refuse } from '../errors.js';
import type { Drawing } from '../math/drawing.js';
import { type RandomStream, resumeStream, type StreamState } from '../math/random.js';

/** How wires differ from perfect ones, beside their conduction delay; each message on each synapse fares by itself. */
export interface WireOptions {
  /** Probability that a message is lost, each time it is sent: 0 up to below 1. */
  readonly loss?: number;
  /** Time in tau after which a lost message is sent again, until it comes through; without it it is lost for good. */
  readonly retransmit?: number;
  /** Probability that a message comes twice. */
  readonly duplicate?: number;
  /** Largest extra delay in tau, uniform from 0: later news may come before earlier news. */
  readonly jitter?: number;
  /** Of all that is random; 1 if not given. */
  readonly seed?: number;
}

/** @throws {InputError} on a probability or time that is none */
export function checkWires(wires: WireOptions, where = 'wires'): void {
  const { loss = 0, duplicate = 0, jitter = 0, retransmit = 1, seed = 1 } = wires;
  const check = (name: string, value: number, fits: boolean, expected: string) => {
    if (!fits) refuse({ where: `${where}.${name}`, got: String(value), expected });
  };
  check('loss', loss, loss >= 0 && loss < 1, 'a probability of at least 0 and below 1');
  check('duplicate', duplicate, duplicate >= 0 && duplicate <= 1, 'a probability from 0 to 1');
  check('jitter', jitter, jitter >= 0 && jitter < Infinity, 'a finite time of at least 0 tau');
  check('retransmit', retransmit, retransmit > 0 && retransmit < Infinity, 'a finite time above 0 tau');
  check('seed', seed, Number.isSafeInteger(seed), 'a whole number');
}

/** Who counts what is sent again. */
export interface Resending {
  sendAgain(way: Way, times: number): void;
}

/** Up: activity; down: feedback. */
export type Way = 'up' | 'down';

/** Numbers of the last messages sent and heard, and the random stream. */
export interface WiresState {
  readonly sent: Readonly<Record<Way, Uint32Array>>;
  readonly heard: Readonly<Record<Way, Uint32Array>>;
  readonly stream: StreamState;
}

/**
 * The wires of a block of synapses, one up and one down for each. Messages are numbered by their sender; what comes
 * through later than its successor, or twice, is dropped: older news never overwrites newer.
 */
export class Wires implements Drawing {
  private readonly sent: Readonly<Record<Way, Uint32Array>>;
  private readonly heard: Readonly<Record<Way, Uint32Array>>;

  constructor(
    private readonly options: WireOptions,
    private stream: RandomStream,
    count: number,
    private readonly traffic: Resending = { sendAgain: () => {} },
  ) {
    this.sent = { up: new Uint32Array(count), down: new Uint32Array(count) };
    this.heard = { up: new Uint32Array(count), down: new Uint32Array(count) };
  }

  /** The number of the next message over wire `i`. */
  next(way: Way, i: number): number {
    return ++this.sent[way][i];
  }

  /** Extra delays in tau of all copies of a message that come through. @param counts copies are operations */
  waits(way: Way, counts = true): number[] {
    const copies = this.stream.uniform() < (this.options.duplicate ?? 0) ? 2 : 1;
    if (counts) this.traffic.sendAgain(way, copies - 1);
    return Array.from({ length: copies }, () => this.wait(way, counts)).filter((wait) => wait < Infinity);
  }

  /** Whether a message that comes through is news; then it has been heard. */
  takes(way: Way, i: number, number: number): boolean {
    const heard = this.heard[way];
    if (number <= heard[i]) return false;
    heard[i] = number;
    return true;
  }

  /** A new stimulus: nothing is under way over the wires from `from` up to `to`. */
  clear(from: number, to: number): void {
    for (const numbers of [this.sent, this.heard]) {
      numbers.up.fill(0, from, to);
      numbers.down.fill(0, from, to);
    }
  }

  streamState(): StreamState {
    return this.stream.state();
  }

  putStream(state: StreamState): void {
    this.stream = resumeStream(state);
  }

  state(): WiresState {
    const { sent, heard, stream } = this;
    const copy = ({ up, down }: typeof sent) => ({ up: up.slice(), down: down.slice() });
    return { sent: copy(sent), heard: copy(heard), stream: stream.state() };
  }

  restore({ sent, heard, stream }: WiresState): void {
    for (const way of ['up', 'down'] as const) {
      this.sent[way].set(sent[way]);
      this.heard[way].set(heard[way]);
    }
    this.stream = resumeStream(stream);
  }

  /** Extra delay of one copy; Infinity if it is lost for good. */
  private wait(way: Way, counts: boolean): number {
    const { loss = 0, retransmit = Infinity, jitter = 0 } = this.options;
    let wait = jitter * this.stream.uniform();
    while (wait < Infinity && this.stream.uniform() < loss) {
      wait += retransmit;
      if (counts && wait < Infinity) this.traffic.sendAgain(way, 1);
    }
    return wait;
  }
}

import { refuse } from '../../errors.js';
import type { Task } from '../../messages/task.js';
import type { Outlet } from '../../neurons/phases/voice.js';
import { FutureStore } from './future-store.js';
import { type Late, type LateState, type UnderWay, underWay, type Way } from './line.js';
import type { Newest } from './newest.js';
import { messageOf, type One, oneOf } from './read-under-way.js';

/** A line whose messages come to each synapse in its own time: what came last is kept for each, at its place. */
export abstract class OwnTimes<End extends Outlet> implements Late {
  readonly keys: readonly string[];
  /** By key, what came last, as far as it has been put there. */
  readonly columns: readonly Float64Array[];
  abstract readonly spread: number;
  readonly fan: number;
  readonly address: string;
  /** In tau: of all synapses, or of each, by place. */
  abstract readonly lag: number | Float64Array;
  /** Where it ends: synapses, and whoever listens to them. */
  protected ends: readonly End[] = [];
  private readonly futures: (FutureStore | undefined)[] = [];
  /** How many phases with futures are over. */
  protected phases = 0;
  /** Of lines on which messages may overtake each other. */
  protected readonly newest?: Newest;

  /** @param places how many synapses there are */
  constructor(
    readonly way: Way,
    places: number,
  ) {
    const { near, fan, address } = way;
    this.fan = fan;
    this.address = address;
    this.keys = near.keys;
    this.columns = this.keys.map(() => new Float64Array(places));
  }

  get said(): readonly Float64Array[] {
    this.refresh();
    return this.columns;
  }

  /** Nobody hears of it but synapses, and that as values. */
  get unwatched(): boolean {
    return this.ends.length === 1 && this.futures.length === 0;
  }

  connect(ending: Outlet): void {
    this.ends = [...this.ends, ending as End];
  }

  disconnect(ending: Outlet): void {
    this.ends = this.ends.filter((other) => other !== ending);
  }

  hear(keys: readonly number[], speakers: Int32Array): void {
    this.send(underWay(this.way.near, keys, speakers));
  }

  foretell(keys: readonly number[], speakers: Int32Array): void {
    const { near } = this.way;
    const values = keys.map((key) => this.foretold(key).takeDown(near.foretold(key), speakers));
    this.send({ keys, speakers, values, foretold: this.phases });
  }

  /** Where values under a key will be, as it came last to each synapse. */
  foretold(key: number): FutureStore {
    this.futures[key] ??= new FutureStore(this.said[key].length, this.lag);
    return this.futures[key];
  }

  endFutures(): void {
    this.phases++;
    this.futures.length = 0;
  }

  look(keys: readonly number[]): void {
    const now = this.way.queue.now();
    for (const key of keys) this.futures[key]?.look(this.said[key], now);
    for (const end of this.ends) if (end.fan > 0) this.show(end, keys);
  }

  /** What was under way when the simulation was saved. */
  abstract taskOf(what: unknown): Task;

  clear(): void {
    for (const column of this.columns) column.fill(0);
    this.endFutures();
    this.newest?.clear();
  }

  state(): LateState {
    return { said: this.said.map((column) => column.slice()), ...this.newest?.state() };
  }

  restore(state: LateState): void {
    for (const [key, column] of state.said.entries()) this.columns[key].set(column);
    this.newest?.restore(state);
  }

  /** What one neuron has said, plain. */
  plain(message: UnderWay, speaker: number): One {
    return oneOf(message, speaker, this.phases);
  }

  /** The same from that. @throws {InputError} on what was never foretold */
  protected messageOf(one: One): UnderWay {
    const message = messageOf(one, this.phases);
    const { keys, values, age } = one;
    const known = keys.every((key, k) => {
      const { taken } = this.foretold(key);
      return Number.isInteger(values[k]) && values[k] >= 1 && values[k] <= taken;
    });
    if (age === 0 && !known)
      refuse({
        where: `${this.address}: message`,
        got: values.join(', '),
        expected: 'numbers of what was foretold',
      });
    return message;
  }

  /** What has come through is put where it is read. */
  protected refresh(): void {}

  /** A message sets out to all synapses of its speakers. */
  protected abstract send(message: UnderWay): void;

  /** What has come stands: an end is to know, though nobody has said anything. */
  protected abstract show(end: End, keys: readonly number[]): void;

  /** Values have come through to a synapse. */
  protected put({ keys, values }: UnderWay, speaker: number, place: number): void {
    const { columns, futures } = this;
    for (let k = 0; k < keys.length; k++) {
      columns[keys[k]][place] = values[k][speaker];
      futures[keys[k]]?.deliver(place, 0);
    }
  }

  /** The same of where values will be. @returns whether it is the first; undefined where that phase is over */
  protected learn({ keys, values, foretold }: UnderWay, speaker: number, place: number): boolean | undefined {
    if (foretold !== this.phases) return undefined;
    const first = this.foretold(keys[0]).numbers[place] === 0;
    for (let k = 0; k < keys.length; k++) this.foretold(keys[k]).deliver(place, values[k][speaker]);
    return first;
  }
}

import { refuse } from '../../errors.js';
import type { Task } from '../../messages/task.js';
import type { Outlet } from '../../neurons/phases/voice.js';
import { FutureStore } from './future-store.js';
import { type Late, type LateState, type Single, type UnderWay, underWay, type Way } from './line.js';
import { messageOf, type One, oneOf } from './read-under-way.js';

/** A line whose messages come to each synapse in its own time: what came last is kept for each. */
export abstract class Apart implements Late {
  readonly keys: readonly string[];
  /** By key, what came last, as far as it has been put there. */
  readonly columns: readonly Float64Array[];
  readonly spread: number;
  readonly fan: number;
  readonly address: string;
  readonly apart = true;
  /** In tau: of all synapses, or of each, at post * pres + pre. */
  abstract readonly lag: number | Float64Array;
  /** At the far end: synapses, and whoever listens to them. */
  protected ends: readonly (Outlet & Single)[] = [];
  private readonly futures: (FutureStore | undefined)[] = [];
  /** How many phases with futures are over. */
  protected phases = 0;

  /** @param posts neurons at which synapses end */
  constructor(
    readonly way: Way,
    readonly posts: number,
  ) {
    const { near, fan, address } = way;
    this.fan = fan;
    this.address = address;
    this.keys = near.keys;
    this.spread = near.said[0]?.length ?? 0;
    this.columns = near.said.map(({ length }) => new Float64Array(length * posts));
  }

  get said(): readonly Float64Array[] {
    this.refresh();
    return this.columns;
  }

  /** Nobody hears of it but synapses, and that as values. */
  get unwatched(): boolean {
    return this.ends.length === 1 && this.futures.length === 0;
  }

  connect(ending: Outlet & Single): void {
    this.ends = [...this.ends, ending];
  }

  disconnect(ending: Outlet & Single): void {
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
    const places = Int32Array.from(this.said[0], (_, place) => place);
    for (const end of this.ends) if (end.fan > 0) end.arriveAtAll(keys, places, undefined);
  }

  /** What was under way when the simulation was saved. */
  abstract taskOf(what: unknown): Task;

  clear(): void {
    for (const column of this.columns) column.fill(0);
    this.endFutures();
  }

  state(): LateState {
    return { said: this.said.map((column) => column.slice()) };
  }

  restore({ said }: LateState): void {
    for (const [key, column] of said.entries()) this.columns[key].set(column);
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

  /** A message has come through to a synapse of one of its speakers. @param awaited the first that is foretold was waited for */
  protected take(message: UnderWay, speaker: number, post: number, awaited = false): void {
    const { keys, speakers, values, foretold } = message;
    const { columns, spread, ends, futures } = this;
    const pre = speakers[speaker];
    const place = pre + post * spread;
    if (foretold !== undefined) {
      this.learn(message, speaker, post, awaited);
      return;
    }
    for (let k = 0; k < keys.length; k++) {
      columns[keys[k]][place] = values[k][speaker];
      futures[keys[k]]?.deliver(place, 0);
    }
    for (let k = 0; k < ends.length; k++) ends[k].arrive(keys, pre, post);
  }

  private learn(
    { keys, speakers, values, foretold }: UnderWay,
    speaker: number,
    post: number,
    awaited: boolean,
  ): void {
    if (foretold !== this.phases) return;
    const { spread, ends } = this;
    const pre = speakers[speaker];
    const place = pre + post * spread;
    const first = awaited && this.foretold(keys[0]).numbers[place] === 0;
    for (let k = 0; k < keys.length; k++) this.foretold(keys[k]).deliver(place, values[k][speaker]);
    for (let k = 0; k < ends.length; k++) ends[k].foretellAt(keys, pre, post, first);
  }

  /** What everybody, or some of them, have said has come through to many synapses, in the order of places. */
  protected takeAll({ keys, values }: UnderWay, places: Int32Array, speaks: Uint8Array | undefined): void {
    for (let k = 0; k < keys.length; k++) put(this.columns[keys[k]], values[k], places, speaks);
    for (const end of this.ends) end.arriveAtAll(keys, places, speaks);
  }
}

/** Each place is that of a neuron of its row. */
function put(
  said: Float64Array,
  values: Float64Array,
  places: Int32Array,
  speaks: Uint8Array | undefined,
): void {
  const pres = values.length;
  let row = 0;
  for (let i = 0; i < places.length; i++) {
    const place = places[i];
    while (place >= row + pres) row += pres;
    if (speaks === undefined || speaks[place - row] === 1) said[place] = values[place - row];
  }
}

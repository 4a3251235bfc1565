import { FutureColumns } from '../../math/future-columns.js';
import type { SavedTask, Task } from '../../messages/task.js';
import type { Outlet } from '../../neurons/phases/voice.js';
import { type Late, type LateState, type UnderWay, underWay, type Way, type Whole } from './line.js';
import { isForetold, readForetold, readWhole } from './read-under-way.js';

/** A conduction delay that all synapses of a projection have in common: what goes in comes out so much later. */
export class Conduction implements Late, Whole {
  readonly keys: readonly string[];
  readonly said: readonly Float64Array[];
  readonly spread = 0;
  readonly fan: number;
  readonly fans: Int32Array | undefined;
  readonly address: string;
  /** Where it ends: synapses, and whoever listens to them. */
  private ends: readonly Outlet[] = [];
  private readonly changed: Uint8Array;
  private readonly futures: (FutureColumns | undefined)[] = [];
  /** How many phases with futures are over. */
  private phases = 0;

  /** @param lag in tau */
  constructor(
    private readonly way: Way,
    private readonly lag: number,
  ) {
    const { near, fan, fans, address } = way;
    this.fan = fan;
    this.fans = fans;
    this.address = address;
    this.keys = near.keys;
    this.said = near.said.map((column) => new Float64Array(column.length));
    this.changed = new Uint8Array(near.keys.length);
  }

  connect(ending: Outlet): void {
    this.ends = [...this.ends, ending];
  }

  disconnect(ending: Outlet): void {
    this.ends = this.ends.filter((other) => other !== ending);
  }

  hear(keys: readonly number[], speakers: Int32Array): void {
    const { queue, near } = this.way;
    queue.deliver(this.lag, new Arrival(this, underWay(near, keys, speakers)));
  }

  foretell(keys: readonly number[], speakers: Int32Array): void {
    const { queue, near } = this.way;
    const futures = keys.map((key) => near.foretold(key).pick(speakers));
    queue.deliver(this.lag, new Foretold(this, { keys, speakers, futures, phase: this.phases }));
  }

  foretold(key: number): FutureColumns {
    this.futures[key] ??= new FutureColumns(this.said[key].length);
    return this.futures[key];
  }

  endFutures(): void {
    this.phases++;
    this.futures.length = 0;
  }

  look(keys: readonly number[]): void {
    const { futures, said, changed, ends } = this;
    const now = this.way.queue.now();
    for (const key of keys) {
      const future = futures[key];
      if (future)
        for (let unit = 0; unit < said[key].length; unit++) said[key][unit] = future.valueAt(unit, now);
      changed[key] = 1;
    }
    const all = Int32Array.from(this.way.near.said[0], (_, unit) => unit);
    for (const end of ends) if (end.fan > 0) end.hear(keys, all, changed);
  }

  /** It has come through. */
  arrive({ keys, speakers, values }: UnderWay): void {
    const { changed, ends } = this;
    for (const [k, key] of keys.entries()) changed[key] = this.put(key, speakers, values[k]);
    for (const end of ends) end.hear(keys, speakers, changed);
  }

  /** What was under way when the simulation was saved. */
  taskOf(what: unknown): Task {
    const { near, address } = this.way;
    if (isForetold(what)) return this.foretoldOf(readForetold(address, near, what));
    const { speakers, ...rest } = readWhole(address, near, what);
    return new Arrival(this, { ...rest, speakers: Int32Array.from(speakers) });
  }

  clear(): void {
    for (const column of this.said) column.fill(0);
    this.endFutures();
  }

  state(): LateState {
    return { said: this.said.map((column) => column.slice()) };
  }

  restore({ said }: LateState): void {
    for (const [key, column] of said.entries()) this.said[key].set(column);
  }

  /** It has come through where values will be: that much later than where they set out. */
  learn({ keys, speakers, futures, phase }: Futures): void {
    if (phase !== this.phases) return;
    const now = this.way.queue.now();
    for (const [k, key] of keys.entries()) this.foretold(key).putFrom(speakers, futures[k], now);
    for (const end of this.ends) end.foretell?.(keys, speakers, 0);
  }

  private foretoldOf({ keys, speakers, futures, age }: ReturnType<typeof readForetold>): Task {
    const columns = futures.map((state) => {
      const one = new FutureColumns(speakers.length);
      one.restore(state);
      return one;
    });
    const phase = this.phases - age;
    return new Foretold(this, { keys, speakers: Int32Array.from(speakers), futures: columns, phase });
  }

  /** How long ago a phase was, in phases with futures. */
  ageOf(phase: number): number {
    return this.phases - phase;
  }

  private put(key: number, speakers: Int32Array, values: Float64Array): number {
    const said = this.said[key];
    let changed = 0;
    for (let i = 0; i < speakers.length; i++) {
      const unit = speakers[i];
      if (said[unit] !== values[i]) changed = 1;
      said[unit] = values[i];
    }
    this.futures[key]?.put(speakers, [values], 0);
    return changed;
  }
}

/** Where some neurons will be, under way. */
interface Futures {
  readonly keys: readonly number[];
  readonly speakers: Int32Array;
  readonly futures: readonly FutureColumns[];
  /** How many phases with futures were over. */
  readonly phase: number;
}

/** A message of that. */
class Foretold implements Task {
  constructor(
    private readonly conduction: Conduction,
    private readonly message: Futures,
  ) {}

  run(): void {
    this.conduction.learn(this.message);
  }

  get saved(): SavedTask {
    const { conduction, message } = this;
    const { keys, speakers, futures, phase } = message;
    const what = {
      ...{ keys: [...keys], speakers: Uint32Array.from(speakers), age: conduction.ageOf(phase) },
      futures: futures.map((one) => one.state()),
    };
    return { owner: conduction.address, what };
  }
}

/** A message under way. */
class Arrival implements Task {
  constructor(
    private readonly conduction: Conduction,
    private readonly message: UnderWay,
  ) {}

  run(): void {
    this.conduction.arrive(this.message);
  }

  get saved(): SavedTask {
    const { keys, speakers, values } = this.message;
    const what = { keys: [...keys], speakers: Uint32Array.from(speakers), values };
    return { owner: this.conduction.address, what };
  }
}

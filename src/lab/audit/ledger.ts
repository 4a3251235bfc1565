import { type Cell, type Context, whence } from './cell.js';
import type { Reading } from './levels.js';
import { Rows } from './rows.js';

/** Takes down every read of an instrumented circuit, and where what was read came from. */
export class Ledger {
  private readonly stack: Context[] = [];
  private readonly rows = new Rows();
  /** Which synapses have a parameter, by its name. */
  private readonly homes = new Map<string, Set<string>>();
  /** What an actor would say of its activity now, by address. */
  readonly speaks = new Map<string, () => number>();
  private clock: () => number = () => 0;
  private base = 0;
  private last = 0;
  private phase = 0;
  private lastSignal: object | undefined;
  /** How many heard the present tick with nothing between. */
  private ticked: { at: number; first: Context; many: boolean } | undefined;

  constructor(readonly report: (finding: string) => void) {}

  /** @param clock time of the simulation; it may begin again */
  runBy(clock: () => number): void {
    this.base = this.last;
    this.clock = clock;
  }

  /** A parameter, and one of the synapses that carry by it. */
  settle(parameter: string, synapse: string): void {
    const homes = this.homes.get(parameter) ?? new Set();
    this.homes.set(parameter, homes.add(synapse));
  }

  /** What `work` reads, this actor reads. */
  within<R>(context: Context, work: () => R): R {
    if (context.signal !== 'tick') this.ticked = undefined;
    this.stack.push(context);
    try {
      return work();
    } finally {
      this.stack.pop();
    }
  }

  /** The protocol runner has said something to everybody: called for each who hears it. */
  signalled(signal: { readonly kind: string }): void {
    if (signal === this.lastSignal) return;
    this.lastSignal = signal;
    if (signal.kind === 'begin') {
      this.base = this.last;
      this.phase += 2 - (this.phase % 2);
    } else if (signal.kind === 'relax') this.phase++;
  }

  /** A tick of a clock is heard by the actor at work. */
  tick(kind: string): void {
    const context = this.stack[this.stack.length - 1];
    const { ticked } = this;
    const at = this.now();
    const many = ticked !== undefined && ticked.at === at && ticked.first.actor !== context.actor;
    const common = { reads: kind, from: 'a clock that many hear at once', level: 2 } as const;
    if (many && !ticked.many) this.rows.add(ticked.first, common);
    this.rows.add(context, many ? common : { reads: kind, from: 'a clock that it hears alone', level: 0 });
    this.ticked = many ? { ...ticked, many } : { at, first: context, many: false };
  }

  /** The actor at work has heard a message or a signal. */
  hear(reads: string, from: string, level: 0 | 2): void {
    const by = this.stack[this.stack.length - 1];
    this.rows.add(by, { reads, from, level, sender: by.heard?.source });
  }

  /** The signal in which all that is going on has its cause. */
  get cause(): string | undefined {
    return this.stack.find(({ signal }) => signal)?.signal;
  }

  write(cell: Cell): void {
    const by = this.stack[this.stack.length - 1];
    if (!by) return;
    if (by.kind === 'synapse' && cell.synapse !== by.actor) {
      this.report(`${by.actor} writes ${cell.reads} of ${cell.synapse ?? cell.holder}`);
    }
    cell.written = { by, at: this.now(), phase: this.phase, heard: by.heard };
  }

  read(cell: Cell): void {
    const by = this.stack[this.stack.length - 1];
    if (!by) return;
    if (cell.kind === 'weight') this.readWeight(by, cell);
    else if (cell.holder !== by.actor) {
      this.report(`${by.actor} reads ${cell.reads} of ${cell.holder}, which has not told it`);
    } else if (cell.written?.by !== by) this.readOwn(by, cell);
  }

  get readings(): readonly Reading[] {
    return this.rows.readings;
  }

  private readOwn(by: Context, cell: Cell): void {
    const { reads, written } = cell;
    const sender = written?.heard?.source;
    const age = written && this.now() - written.at;
    if (cell.kind === 'phase') this.rows.add(by, { reads, from: 'a signal that all hear at once', level: 2 });
    else if (written?.heard?.kind === 'pool' || written?.heard?.kind === 'total') {
      this.rows.add(by, { reads, from: `${sender}, which hears the whole layer`, level: 4, sender });
    } else if (this.isMemory(cell)) {
      const from = sender ? 'a message of the forward sweep' : 'own state in the forward sweep';
      this.rows.add(by, { reads, from, level: 1, age, sender, cell });
    } else this.rows.add(by, { reads, from: whence(by, cell), level: 0, age, sender });
  }

  // Kept over a phase; of a message: and not what its sender would say now.
  private isMemory({ kind, written }: Cell): boolean {
    if (kind === 'state' || !written || written.phase === this.phase) return false;
    const { heard, at } = written;
    // A letter box in which there is nothing tells nothing of the past.
    if (!heard) return kind === 'kept';
    const speaks = this.speaks.get(heard.source);
    return speaks ? speaks() !== heard.value : at !== this.now();
  }

  private readWeight(by: Context, { synapse, parameter, below, reads }: Cell): void {
    const weighsForIt = by.kind === 'neuron' && by.actor === below;
    const reader = weighsForIt ? { ...by, update: 'drive', way: 'down' as const } : by;
    if (!weighsForIt && by.actor !== synapse) {
      this.report(`${by.actor} reads the weight of ${synapse}`);
      return;
    }
    const { name, way } = parameter!;
    const sharers = this.homes.get(name)!.size;
    const where = way === 'up' ? 'the weight of the forward synapse' : 'the weight of the feedback synapse';
    if (sharers > 1) {
      this.rows.add(reader, { reads, from: `a weight that ${sharers} synapses share`, level: 3 });
    } else if (reader.way && reader.way !== way) this.rows.add(reader, { reads, from: where, level: 3 });
    else this.rows.add(reader, { reads, from: 'own parameter', level: 0 });
  }

  private now(): number {
    this.last = this.base + this.clock();
    return this.last;
  }
}

import type { Message } from '../../sim/events/message.js';
import type { Reading } from './levels.js';
import { Rows } from './rows.js';

/** Who is at work: whatever is read now, this actor reads. */
export interface Context {
  /** Address of a neuron, or name of a synapse. */
  readonly actor: string;
  readonly kind: 'neuron' | 'synapse';
  /** The node whose neuron or afferent synapse it is. */
  readonly node: string;
  /** What it computes; undefined where that is nothing that an update reads. */
  readonly update: string | undefined;
  /** Which way a synapse carries, if it does. */
  readonly way?: 'up' | 'down' | undefined;
  /** The message that it hears. */
  readonly heard?: Message | undefined;
  /** The signal that it hears, by name. */
  readonly signal?: string | undefined;
}

/** A place that holds a number, and who wrote it when. */
export interface Cell {
  readonly reads: string;
  /** Whose place it is: nobody else may read it. */
  readonly holder: string;
  /** What it is: the state of the moment, something kept, what was brought by a message, a weight, a phase. */
  readonly kind: 'state' | 'kept' | 'message' | 'weight' | 'phase';
  /** Of a weight or a letter box: the synapse's name. */
  readonly synapse?: string;
  /** Of a weight: which parameter it is, whose it is, and in which direction that one carries. */
  readonly parameter?: { readonly name: string; readonly way: 'up' | 'down' };
  /** Of a weight: the neuron below, which may weigh for the synapse what it is told. */
  readonly below?: string;
  readonly per: 'neuron' | 'synapse';
  written?: {
    readonly by: Context;
    readonly at: number;
    readonly phase: number;
    readonly heard?: Message | undefined;
  };
}

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

  /** The conductor has said something to everybody: called for each who hears it. */
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
    if (many && !ticked.many) this.note(ticked.first, kind, 'a clock that many hear at once', 2);
    this.note(
      context,
      kind,
      many ? 'a clock that many hear at once' : 'a clock that it hears alone',
      many ? 2 : 0,
    );
    this.ticked = many ? { ...ticked, many } : { at, first: context, many: false };
  }

  /** The actor at work has heard a message or a signal. */
  hear(reads: string, from: string, level: 0 | 2): void {
    this.note(this.stack[this.stack.length - 1], reads, from, level);
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
    const { written } = cell;
    const heard = written?.heard;
    if (cell.kind === 'phase') this.note(by, cell.reads, 'a signal that all hear at once', 2);
    else if (heard?.kind === 'pool')
      this.note(by, cell.reads, `${heard.source}, which hears the whole layer`, 4);
    else if (this.isMemory(cell)) {
      const from = heard ? 'a message of the forward sweep' : 'own state in the forward sweep';
      this.rows.add(by, cell.reads, from, 1, this.now() - written!.at, cell);
    } else this.note(by, cell.reads, whence(by, cell), 0, written?.at);
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
    if (sharers > 1) this.note(reader, reads, `a weight that ${sharers} synapses share`, 3);
    else if (reader.way && reader.way !== way)
      this.note(reader, reads, 'the weight of the forward synapse', 3);
    else this.note(reader, reads, 'own parameter', 0);
  }

  private note(by: Context, reads: string, from: string, level: Reading['level'], at?: number): void {
    this.rows.add(by, reads, from, level, at === undefined ? 0 : this.now() - at);
  }

  private now(): number {
    this.last = this.base + this.clock();
    return this.last;
  }
}

const words: Readonly<Record<string, string>> = {
  target: 'the teacher',
  bias: 'own parameter',
  current: 'neurons below, through synapses',
  'moving activity': 'the neuron below',
  'forward activity': 'the neuron below, whose activity it still is',
  drive: 'neurons above, through synapses',
};

function whence({ update }: Context, { reads, kind, written }: Cell): string {
  if (update === 'feedback weight') return 'what its two ends said, added up beside it';
  const brought = kind === 'message' || written?.heard || reads === 'bias';
  return (brought && words[reads]) || 'own state';
}

import { History, isShort } from './history.js';
import type { Packet } from './on-the-way.js';
import type { Ticks } from './ticks.js';

/** What is under way over a line with a delay for each synapse, and what was said lately while synapses look that up. */
export class Recall {
  /** Packets that are under way, and how many messages that go by themselves. */
  readonly underWay = new Set<Packet>();
  alone = 0;
  history: History | undefined;
  /** Something has come through by it that is not put where it is read. */
  owing = false;
  /** Nothing has come through but by the history. */
  blank = true;
  /** Something of that has been put where it is read. */
  private written = false;

  /** Where all that synapses have ever heard under a key is found, if it is. */
  of(key: number): History | undefined {
    const { history } = this;
    return history && (this.blank || history.covers(key)) ? history : undefined;
  }

  /** From now on what is said is remembered, and looked up. @param posts neurons that hear @param pres that speak */
  begin(ticks: Ticks, posts: number, pres: number, now: number): void {
    if (!isShort(ticks, posts)) return;
    const packets = [...this.underWay].sort((a, b) => a.state.said - b.state.said);
    this.history = new History(ticks, pres, packets[0]?.state.said ?? now);
    for (const packet of packets) this.note(packet);
    this.history.heard = this.history.tickAt(now);
    this.owing = true;
  }

  note({ state: { message, speaks, said } }: Packet): void {
    const { history } = this;
    if (!history) return;
    const tick = history.tickAt(said);
    // Had anything arrived since, that would be known.
    history.heard = Math.max(history.heard, tick - 1);
    this.owing = true;
    for (const [k, key] of message.keys.entries()) history.put(key, tick, message.values[k], speaks);
  }

  /** A tick has come. */
  reach(tick: number): void {
    const history = this.history!;
    if (tick === history.heard) return;
    history.heard = tick;
    this.owing = true;
  }

  /** What has come through is put where it is read. */
  putInto(columns: readonly Float64Array[]): void {
    if (!this.owing) return;
    this.owing = false;
    this.written = true;
    for (let key = 0; key < columns.length; key++) this.history!.bring(key, columns[key]);
  }

  end(): void {
    this.history = undefined;
    this.blank = false;
  }

  /** Nothing of it counts any more. @returns whether anything was ever put anywhere */
  forget(): boolean {
    const touched = this.written || !this.blank;
    this.history = undefined;
    this.owing = false;
    this.written = false;
    this.blank = !touched;
    return touched;
  }
}

import type { Cell, Context } from './cell.js';
import type { Level, Reading } from './levels.js';

/** One read. */
export interface Seen {
  readonly reads: string;
  /** Where it came from, in words. */
  readonly from: string;
  readonly level: Level;
  /** Since when it has been there, in tau; 0 if not given. */
  readonly age?: number | undefined;
  /** Whose message brought it: an address. */
  readonly sender?: string | undefined;
  /** Of what is kept: where. */
  readonly cell?: Cell | undefined;
}

interface Row {
  readonly update: string;
  readonly reads: string;
  from: string;
  level: Level;
  readonly where: Set<string>;
  readonly senders: Set<string>;
  count: number;
  age: number;
  /** Names of what is kept (level 1), by whose it is. */
  readonly kept: Map<string, Set<string>>;
  per: 'neuron' | 'synapse';
}

/** Reads of one kind put together: what was furthest from local counts. */
export class Rows {
  private readonly rows = new Map<string, Row>();

  add({ update, node }: Context, seen: Seen): void {
    if (update === undefined) return;
    const { from, level, age = 0, sender, cell } = seen;
    const row = this.rowOf(update, seen);
    if (level > row.level) {
      row.level = level;
      row.from = from;
      row.where.clear();
      row.senders.clear();
    }
    row.count++;
    if (level < row.level) return;
    row.where.add(node);
    if (sender !== undefined) row.senders.add(sender.replace(/\[.*/, ''));
    row.age = Math.max(row.age, age);
    if (!cell) return;
    row.per = cell.per;
    const owner = cell.synapse ?? cell.holder;
    row.kept.set(owner, (row.kept.get(owner) ?? new Set()).add(cell.reads));
  }

  get readings(): readonly Reading[] {
    return [...this.rows.values()].map(({ where, senders, kept, per, ...row }) => {
      const sizes = [...kept.values()].map(({ size }) => size);
      const numbers = sizes.reduce((sum, size) => sum + size, 0);
      const reading = { ...row, where: [...where], senders: [...senders] };
      return numbers === 0 ? reading : { ...reading, kept: { numbers, each: Math.max(...sizes), per } };
    });
  }

  private rowOf(update: string, { reads, from, level }: Seen): Row {
    const key = `${update}\n${reads}`;
    const known = this.rows.get(key);
    if (known) return known;
    const row: Row = {
      update,
      reads,
      from,
      level,
      where: new Set(),
      senders: new Set(),
      count: 0,
      age: 0,
      kept: new Map(),
      per: 'neuron',
    };
    this.rows.set(key, row);
    return row;
  }
}

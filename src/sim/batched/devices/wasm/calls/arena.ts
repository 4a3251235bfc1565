import type { Raw } from './backend.js';

/** Memory of the module that belongs to work taken down: the same addresses each time it is done again. */
export class Arena {
  private readonly blocks = new Map<number, number>();
  private readonly lasting = new Set<number>();
  private readonly idle = new Map<number, number[]>();
  bytes = 0;

  constructor(private readonly raw: Pick<Raw, 'malloc' | 'free'>) {}

  /** @param lasts nothing else comes to lie there, before or after */
  take(bytes: number, lasts: boolean): number {
    const before = lasts ? undefined : this.idleOf(bytes).pop();
    if (before !== undefined) return before;
    const offset = this.raw.malloc(bytes);
    this.blocks.set(offset, bytes);
    if (lasts) this.lasting.add(offset);
    this.bytes += bytes;
    return offset;
  }

  /** Others may have it; gives back to the module what is not of here. */
  give(offset: number): void {
    const bytes = this.blocks.get(offset);
    if (bytes === undefined) this.raw.free(offset);
    else if (!this.lasting.has(offset)) this.idleOf(bytes).push(offset);
  }

  free(): void {
    for (const offset of this.blocks.keys()) this.raw.free(offset);
    this.blocks.clear();
  }

  private idleOf(bytes: number): number[] {
    const idle = this.idle.get(bytes) ?? [];
    this.idle.set(bytes, idle);
    return idle;
  }
}

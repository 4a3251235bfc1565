/** Items of one time, pushed one after the other. */
export class Place<T> {
  private more: T[] | undefined;
  /** How many have been taken out. */
  private taken = 0;

  constructor(private readonly first: T) {}

  push(item: T): void {
    if (this.more === undefined) this.more = [item];
    else this.more.push(item);
  }

  take(): T {
    const at = this.taken++;
    return at === 0 ? this.first : this.more![at - 1];
  }

  get empty(): boolean {
    return this.taken === 1 + (this.more?.length ?? 0);
  }

  /** Those that are left. */
  get items(): T[] {
    return [this.first, ...(this.more ?? [])].slice(this.taken);
  }
}

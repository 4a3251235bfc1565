/** What a voice is saved as: by key, what was last said, and 1 where anything ever was. */
export interface VoiceState {
  readonly said: readonly Float64Array[];
  readonly spoken: readonly Uint8Array[];
}

/** Columns of a voice, by key: what was last said, what will be, and 1 where anything ever was. */
export class Said implements VoiceState {
  readonly said: readonly Float64Array[];
  readonly composed: readonly Float64Array[];
  readonly spoken: readonly Uint8Array[];

  constructor(keys: readonly string[], size: number) {
    this.said = keys.map(() => new Float64Array(size));
    this.composed = keys.map(() => new Float64Array(size));
    this.spoken = keys.map(() => new Uint8Array(size));
  }

  state(): VoiceState {
    const copies = <T extends { slice(): T }>(columns: readonly T[]) => columns.map((one) => one.slice());
    return { said: copies(this.said), spoken: copies(this.spoken) };
  }

  restore({ said, spoken }: VoiceState): void {
    for (const [key, column] of said.entries()) this.said[key].set(column);
    for (const [key, column] of spoken.entries()) this.spoken[key].set(column);
  }

  clear(): void {
    for (const column of this.said) column.fill(0);
    for (const column of this.spoken) column.fill(0);
  }
}

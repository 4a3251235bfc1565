/** What is said under a key of a path. */
export interface Said {
  readonly path: string;
  readonly key: string;
}

/** Talk that is put off until somebody asks for it, or anything that it depends on changes. */
export class DueTalk {
  private due: { readonly said: readonly Said[]; readonly speak: () => void } | undefined;

  putOff(said: readonly Said[], speak: () => void): void {
    this.speak();
    this.due = { said, speak };
  }

  /** What was put off is said. */
  speak(): void {
    const { due } = this;
    this.due = undefined;
    due?.speak();
  }

  /** The same, if that is part of it. */
  speakOf(path: string, key: string): void {
    if (this.due?.said.some((one) => one.path === path && one.key === key)) this.speak();
  }
}

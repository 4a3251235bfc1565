import type { Entry } from './entry.js';
import type { Plan, Step } from './program.js';
import { feedsOf, outputsOf, type Tape, tapeOf } from './tape.js';

/** Steps that are put off, what they are made of, and what was asked for meanwhile. */
export class Waiting {
  readonly steps: Step[] = [];
  /** What each step makes. */
  readonly outputs: Entry[] = [];
  /** Tensors from outside. */
  private readonly feeds: Entry[] = [];
  readonly readings: { readonly entry: Entry; readonly into: Float32Array }[] = [];

  add({ name, attributes }: Omit<Step, 'inputs'>, operands: readonly Entry[], output: Entry): void {
    const inputs = operands.map((entry) => this.placeOf(entry));
    output.place = this.steps.length;
    this.steps.push({ name, attributes, inputs });
    this.outputs.push(output);
  }

  /** Adds what was taken down, if nothing else is here. @returns false where that cannot be */
  addAll(tape: Tape, given: readonly Entry[], wanted: readonly number[]): boolean {
    const feeds = this.steps.length > 0 ? undefined : feedsOf(tape, given);
    if (!feeds) return false;
    for (const feed of feeds) this.placeOf(feed);
    this.steps.push(...tape.steps);
    this.outputs.push(...outputsOf(tape, wanted));
    return true;
  }

  /** @param given tensors that may be others another time */
  tape(given: readonly Entry[]): Tape {
    return tapeOf(this, this.feeds, given);
  }

  /** All of it, with what somebody will look at. */
  plan(): { readonly plan: Plan; readonly feeds: readonly number[] } {
    const { steps, outputs, feeds } = this;
    const read = new Set(this.readings.map(({ entry }) => entry));
    const fetches = [...steps.keys()].filter((i) => !outputs[i].freed || read.has(outputs[i]));
    const plan = { steps, feeds: feeds.map(({ dtype }) => dtype), fetches };
    return { plan, feeds: feeds.map(({ real }) => real!) };
  }

  /** Nobody here uses them any more. */
  end(): void {
    for (const entry of [...this.feeds, ...this.outputs]) entry.place = undefined;
  }

  private placeOf(entry: Entry): number {
    if (entry.place === undefined) {
      this.feeds.push(entry);
      entry.place = -this.feeds.length;
    }
    return entry.place;
  }
}

import type { Progress } from '../progress.js';
import type { FromRun } from '../seeds/messages.js';
import type { SweepFolder } from './files.js';
import { isDone, type RunState, rowAt } from './run-state.js';
import { type Slot, standingOf } from './standing.js';
import { scoreWords } from './summary-words.js';

/** Shows tasks as one: runs that are done, with parts of those that run, and where these are. */
export class SweepBoard {
  private readonly parts = new Map<number, number>();
  private readonly places = new Map<number, readonly [name: string, place: string]>();
  private done: number;

  constructor(
    private readonly progress: Progress,
    private readonly folder: SweepFolder,
  ) {
    this.done = doneIn(folder);
  }

  enter(slot: Slot): void {
    this.places.set(slot.slot, [nameOf(slot), 'starts']);
    this.show();
  }

  hear(slot: Slot, message: FromRun): void {
    // What a run says of itself at each epoch is in its metrics.
    if (message.kind === 'note') return;
    const { epoch } = message.fields;
    const whole = this.folder.manifest.trials[slot.run.trial].samples * slot.epochs;
    this.parts.set(slot.slot, Math.min(1, message.samples / whole));
    if (epoch !== undefined) this.places.set(slot.slot, [nameOf(slot), `epoch ${epoch}`]);
    this.show();
  }

  /** A task has ended for good. */
  leave(slot: Slot, state: RunState, trouble?: string): void {
    this.pause(slot);
    if (trouble !== undefined) this.progress.note(`${nameOf(slot)} has no result: ${trouble}`);
    else this.progress.note(`${nameOf(slot)}: ${resultWords(state, slot.epochs)}`);
    if (trouble === undefined) this.done++;
    this.show();
  }

  /** A task begins anew. */
  again(slot: Slot, reason: string): void {
    this.progress.note(`${nameOf(slot)} goes on from its last checkpoint: ${reason}`);
  }

  /** A task is left for later. */
  pause({ slot }: Slot): void {
    this.parts.delete(slot);
    this.places.delete(slot);
  }

  private show(): void {
    const running = [...this.parts.values()].reduce((sum, part) => sum + part, 0);
    const fields = Object.fromEntries([...this.places.values()]);
    this.progress.update(Number((this.done + running).toFixed(2)), fields);
  }
}

/** Tasks of all rungs that are done. */
export function doneIn(folder: SweepFolder): number {
  return standingOf(folder).reduce(
    (sum, { entries }) =>
      sum + entries.reduce((n, { runs, epochs }) => n + runs.filter((run) => isDone(run, epochs)).length, 0),
    0,
  );
}

const nameOf = ({ run }: Slot) => `trial ${run.trial} seed ${run.seed}`;

function resultWords(state: RunState, epochs: number): string {
  const row = rowAt(state, epochs);
  if (state.state === 'diverged') return `diverged (${state.error})`;
  const said = ['loss', 'accuracy'].flatMap((name) => {
    const value = row?.[`validation/${name}`];
    return typeof value === 'number' ? [`${name} ${scoreWords(value)}`] : [];
  });
  return `validation ${said.join(', ')} after ${row?.epoch} epochs`;
}

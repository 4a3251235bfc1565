import type { Progress } from '../progress.js';
import type { FromRun } from './messages.js';
import type { SeedRun } from './seed-run.js';

/** Shows many runs as one: the samples of all, and where those that run are. */
export class Board {
  private readonly samples: Map<number, number>;
  private readonly places = new Map<number, string>();

  constructor(
    private readonly progress: Progress,
    runs: readonly SeedRun[],
  ) {
    this.samples = new Map(runs.map(({ seed, samples }) => [seed, samples]));
  }

  /** A run begins, or goes on. */
  enter({ seed }: SeedRun): void {
    this.places.set(seed, 'starts');
    this.show();
  }

  hear({ seed }: SeedRun, message: FromRun): void {
    if (message.kind === 'note') {
      this.progress.note(`seed ${seed} ${message.line}`);
      return;
    }
    const { epoch } = message.fields;
    this.samples.set(seed, message.samples);
    if (epoch !== undefined) this.places.set(seed, `epoch ${epoch}`);
    this.show();
  }

  /** A run has ended; `trouble` says why if that was too early. */
  leave({ seed }: SeedRun, trouble?: string): void {
    this.places.delete(seed);
    if (trouble) this.progress.note(`seed ${seed} did not finish: ${trouble}`);
    this.show();
  }

  private show(): void {
    const done = [...this.samples.values()].reduce((sum, samples) => sum + samples, 0);
    const fields = [...this.places].map(([seed, place]) => [`seed ${seed}`, place]);
    this.progress.update(done, Object.fromEntries(fields));
  }
}

import { JsonLines } from '../files.js';
import { Probe } from '../measurements/probe.js';
import { inTurns } from '../turns.js';
import { runFiles } from './files.js';
import type { Run } from './setup.js';

/** Measures a run as it goes, and writes down a row each time. */
export class Measuring {
  private readonly probe: Probe;
  readonly rows: JsonLines;

  constructor(
    private readonly run: Run,
    private readonly every: number,
  ) {
    const { directory, simulator, examples, configuration } = run;
    this.rows = new JsonLines(runFiles(directory).measurements);
    this.probe = new Probe(simulator, examples, configuration.batchSize);
  }

  /** Before a minibatch: measures where it is time to. */
  async beforeStep(): Promise<void> {
    if (this.run.trainer.step % this.every === 0) await this.append();
  }

  /** After the last minibatch. */
  async atEnd(): Promise<void> {
    await this.append();
  }

  close(): void {
    this.rows.close();
    this.probe.dispose();
  }

  private async append(): Promise<void> {
    const { step, batchesPerEpoch, presentation } = this.run.trainer;
    const row = await inTurns(this.probe.measuring(presentation));
    // Epochs and parts of one, so that rows within an epoch stand apart.
    if (row) this.rows.append({ step, epoch: step / batchesPerEpoch, ...row });
  }
}

/** The measuring that a run asks for, if any. */
export function measuringOf(run: Run): Measuring | undefined {
  const { measureEvery } = run.configuration;
  return measureEvery === null ? undefined : new Measuring(run, measureEvery);
}

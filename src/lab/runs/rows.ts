import { configuredRule } from '../configuration.js';
import type { JsonRow } from '../files.js';
import type { Progress } from '../progress.js';
import { evaluating } from '../training/evaluate.js';
import { refusingNonFiniteLoss } from '../training/finite.js';
import type { Means } from '../training/tally.js';
import { judgedOn } from '../training/validation.js';
import { inTurns } from '../turns.js';
import type { Run } from './setup.js';

/** What was learnt since the last such row. */
export function intervalRow({ trainer }: Run): JsonRow {
  const train = prefixed('train', trainer.intervalTally.take());
  return { kind: 'interval', step: trainer.step, ...train, ...rateIn(trainer) };
}

/**
 * An epoch, and how the network does after it.
 * @param taken what was tallied: taken once the test is over, which may be stopped, and come again
 */
export async function epochRow(
  { trainer, simulator, examples, configuration }: Run,
  taken: () => JsonRow,
  progress: Progress,
  signal: AbortSignal,
): Promise<JsonRow> {
  const split = judgedOn(examples.data);
  const limit = split === 'test' ? configuration.limitTestSamples : null;
  const testing = evaluating(simulator, examples, limit, configuredRule(configuration), split);
  const onPiece = (tested: number) => progress.update(trainer.progress.samples, { tested });
  const { loss, accuracy } = await inTurns(testing, signal, onPiece);
  if (!Number.isFinite(loss)) {
    const batch = examples.first(configuration.batchSize);
    const outputs = await simulator.predict(batch.inputs, configuredRule(configuration));
    await inTurns(refusingNonFiniteLoss(split, loss, simulator, { batch, outputs }, trainer.moment));
  }
  const test = prefixed(split, { loss, ...(accuracy !== undefined && { accuracy }) });
  const rate = trainer.step > 0 ? rateIn(trainer) : {};
  return { kind: 'epoch', epoch: trainer.epochsDone, step: trainer.step, ...taken(), ...test, ...rate };
}

/** The learning rate of the last minibatch, where it does not stay what it was. */
function rateIn({ changingRate }: Run['trainer']): JsonRow {
  return changingRate === undefined ? {} : { 'learning-rate': changingRate };
}

/** Numbers by the samples that they are of. */
export function prefixed(split: string, means: Means): JsonRow {
  return Object.fromEntries(Object.entries(means).map(([name, value]) => [`${split}/${name}`, value]));
}

/** The row of an epoch, in a line. */
export function epochLine(row: JsonRow): string {
  const said = (of: string) =>
    ['loss', 'accuracy']
      .filter((name) => `${of}/${name}` in row)
      .map((name) => `${name} ${Number(row[`${of}/${name}`]).toFixed(4)}`)
      .join(', ');
  const judged = 'validation/loss' in row ? 'validation' : 'test';
  return `epoch ${row.epoch}: train ${said('train')}; ${judged} ${said(judged)}`;
}

import { refuse } from '../../errors.js';
import type { Configuration } from '../configuration.js';
import type { LearningRateChange } from '../timed-settings.js';
import { chosenRate } from '../training/rates.js';

/** What `--resume` may change. */
export interface Changes {
  /** Up to so many. */
  readonly epochs?: number | undefined;
  /** From the next minibatch on. */
  readonly learningRate?: number | undefined;
}

/** What was changed when a run went on, as its provenance has it. */
export interface RecordedChange {
  /** When, ISO 8601. */
  readonly at: string;
  /** Minibatches that were done by then. */
  readonly step: number;
  readonly learningRate: { readonly from: number; readonly to: number };
}

/**
 * A configuration with another learning rate from a minibatch on, numbered from 0; the same where it is that already.
 * @throws {InputError} on a rate that is none
 */
export function withLearningRateFrom(
  configuration: Configuration,
  learningRate: number | undefined,
  step: number,
): Configuration {
  if (learningRate === undefined || learningRate === chosenRate(configuration, step)) return configuration;
  if (!(learningRate > 0 && learningRate < Infinity))
    refuse({ where: 'learningRate', got: String(learningRate), expected: 'a finite number above 0' });
  const { learningRateChanges = [], ...others } = configuration;
  const before: readonly LearningRateChange[] = learningRateChanges.filter((change) => change.step < step);
  // The same as before a change that was taken back.
  const changed = chosenRate({ ...others, learningRateChanges: before }, step) !== learningRate;
  const changes = [...before, ...(changed ? [{ step, learningRate }] : [])];
  return { ...others, ...(changes.length > 0 && { learningRateChanges: changes }) };
}

/** What changed, where something did. */
export function recordedChange(
  from: Configuration,
  to: Configuration,
  step: number,
): RecordedChange | undefined {
  const rates = { from: chosenRate(from, step), to: chosenRate(to, step) };
  if (rates.from === rates.to) return undefined;
  return { at: new Date().toISOString(), step, learningRate: rates };
}

/** @throws {InputError} on a change of a run that has nothing left to train */
export function refuseIdleChange({ learningRate: { to } }: RecordedChange, done: boolean): void {
  if (!done) return;
  refuse({
    where: 'learningRate',
    got: `${to} for a run that is trained to its end`,
    expected: 'minibatches that are left to train',
    hint: 'more epochs beside it',
  });
}

/** What is said of it, in a line. */
export const changeLine = ({ step, learningRate: { from, to } }: RecordedChange): string =>
  `learning rate ${to} instead of ${from} from minibatch ${step + 1} on: not the run that it began as; recorded in ` +
  'config.json, metrics.jsonl and provenance.json';

/** The row of metrics that says that the learning rate is another from the next minibatch on, if it is. */
export function rateChangeRow(
  { learningRateChanges = [] }: Configuration,
  step: number,
): Readonly<Record<string, unknown>> | undefined {
  const change = learningRateChanges.find((one) => one.step === step);
  return change && { kind: 'learning-rate', step, 'learning-rate': change.learningRate };
}

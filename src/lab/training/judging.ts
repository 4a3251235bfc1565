import type { DataSet } from '../../data/index.js';
import { refuse } from '../../errors.js';
import type { Configuration } from '../configuration.js';
import type { Evaluation } from './evaluate.js';

/** What a network is judged by on the validation samples. */
export const monitors = ['accuracy', 'loss'] as const;
export type Monitor = (typeof monitors)[number];

/** The best epoch so far: JSON. */
export interface JudgingState {
  readonly epoch: number;
  /** Its accuracy, or loss, on the validation samples. */
  readonly value: number;
}

type Asked = Pick<Configuration, 'earlyStopping' | 'monitor'>;

/**
 * Judges the epochs of a run by its validation samples: which was the best, and whether it is worth while to go on. Of equal
 * ones the first is the best.
 */
export class Judging {
  readonly monitor: Monitor;

  constructor(
    private readonly asked: Asked,
    data: DataSet,
    private found: JudgingState | undefined,
  ) {
    this.monitor = monitorOf(asked, data);
  }

  /** The best epoch, once one has been judged. */
  get best(): JudgingState | undefined {
    return this.found;
  }

  /** Takes in how the network did after an epoch. @returns whether it is the best now */
  judge(epoch: number, { accuracy, loss }: Pick<Evaluation, 'accuracy' | 'loss'>): boolean {
    const value = this.monitor === 'accuracy' ? accuracy! : loss;
    const before = this.found?.value;
    const better = before === undefined || (this.monitor === 'accuracy' ? value > before : value < before);
    if (better) this.found = { epoch, value };
    return better;
  }

  /** Whether so many judged epochs are enough: for as long as was waited for there has been no better one. */
  enough(judged: number): boolean {
    const { earlyStopping } = this.asked;
    return (
      earlyStopping !== undefined && this.found !== undefined && judged - this.found.epoch >= earlyStopping
    );
  }
}

/**
 * The judging of a run; undefined where there are no validation samples.
 * @throws {InputError} on stopping early by samples that there are not, or by the accuracy of answers that are numbers
 */
export function judgingOf(asked: Asked, data: DataSet, state?: JudgingState): Judging | undefined {
  if (data.validation) return new Judging(asked, data, state);
  const expected = 'none without validation samples: the test samples are not there to choose by';
  for (const field of ['earlyStopping', 'monitor'] as const) {
    const got = asked[field];
    if (got !== undefined) refuse({ where: field, got: String(got), expected, hint: 'validationShare 0.1' });
  }
  return undefined;
}

function monitorOf({ monitor }: Asked, data: DataSet): Monitor {
  const classes = 'classes' in data;
  if (monitor === 'accuracy' && !classes) {
    const expected = `loss: the targets of ${data.name} are numbers`;
    refuse({ where: 'monitor', got: monitor, expected });
  }
  return monitor ?? (classes ? 'accuracy' : 'loss');
}

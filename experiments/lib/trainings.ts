import { refuse } from '../../src/errors.js';
import type { Configuration } from '../../src/lab/configuration.js';
import { type Estimate, estimate, pairedDifference } from '../../src/math/statistics.js';
import type { EpochRecord, TrainingRecord } from './record.js';

/** A training of a study. */
export interface Trained extends Omit<TrainingRecord, 'configuration'> {
  readonly condition: string;
  readonly seed: number;
  readonly configuration: Configuration;
}

/** The trainings of a study, by condition. */
export class Trainings {
  /** Names, in the order of the study. */
  readonly conditions: readonly string[];

  constructor(readonly all: readonly Trained[]) {
    this.conditions = [...new Set(all.map(({ condition }) => condition))];
  }

  /** Those of a condition, in the order of the seeds. @throws {InputError} naming a condition that is not in it */
  of(condition: string): readonly Trained[] {
    const found = this.all.filter((training) => training.condition === condition);
    if (found.length > 0) return found;
    return refuse({
      where: 'trainings.of',
      got: JSON.stringify(condition),
      expected: `one of ${this.conditions.join(', ')}`,
    });
  }

  /**
   * Test accuracy at the end, of each seed; that of chance where a network ended in no number.
   * @throws {InputError} where targets are numbers
   */
  accuracies(condition: string): number[] {
    return this.of(condition).map(({ final, configuration }) => {
      if (final.testAccuracy !== undefined) return final.testAccuracy;
      const got = `data set ${configuration.data}`;
      return refuse({ where: 'trainings.accuracies', got, expected: 'one of classes' });
    });
  }

  /** Test loss at the end, of each seed; infinite where a network ended in no number. */
  losses(condition: string): number[] {
    return this.of(condition).map(({ final }) => final.testLoss ?? Infinity);
  }

  accuracy(condition: string): Estimate {
    return estimate(this.accuracies(condition));
  }

  /** How much better a condition is than another at the end, pairs having the same seed. */
  difference(condition: string, than: string): Estimate {
    return pairedDifference(this.accuracies(condition), this.accuracies(than));
  }

  /** Trainings of a condition that diverged. */
  diverged(condition: string): number {
    return this.of(condition).filter(({ diverged }) => diverged).length;
  }

  /** A figure of each epoch over those seeds that came so far. */
  course(condition: string, of: keyof EpochRecord = 'testAccuracy'): { epoch: number; over: Estimate }[] {
    const rows = this.of(condition).flatMap(({ epochs }) => epochs);
    const last = Math.max(0, ...rows.map(({ epoch }) => epoch));
    return Array.from({ length: last }, (_, i) => i + 1).map((epoch) => ({
      epoch,
      over: estimate(rows.filter((row) => row.epoch === epoch).map((row) => row[of] ?? Number.NaN)),
    }));
  }
}

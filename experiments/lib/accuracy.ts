import { curves, intervals } from '../../src/lab/plots/index.js';
import type { Figure, Table } from './experiment.js';
import { points, share } from './markdown.js';
import type { EpochRecord } from './record.js';
import type { Trainings } from './trainings.js';

/** What a condition is called in a table or a figure; as it is if not given. */
export type Naming = (condition: string) => string;

const asItIs: Naming = (condition) => condition;

/**
 * Test accuracy of each condition at the end.
 * @param baseline gives the condition that another is compared with, pairs having the same seed
 */
export function accuracyTable(
  title: string,
  trainings: Trainings,
  baseline?: (condition: string) => string | undefined,
): Table {
  const heading = ['condition', 'seeds', 'mean', 'sd', '95 % confidence', 'diverged'];
  const rows = trainings.conditions.map((name) => {
    const { n, mean, sd, low, high } = trainings.accuracy(name);
    const row = [
      name,
      `${n}`,
      share(mean),
      share(sd),
      low === null ? '-' : `${share(low)} to ${share(high)}`,
    ];
    const other = baseline?.(name);
    const compared = other === undefined || other === name ? '' : difference(trainings, name, other);
    return [...row, `${trainings.diverged(name)} of ${n}`, ...(baseline ? [compared] : [])];
  });
  return {
    title,
    rows: [[...heading, ...(baseline ? ['against its baseline, points (95 %)'] : [])], ...rows],
  };
}

function difference(trainings: Trainings, name: string, than: string): string {
  const { mean, low, high } = trainings.difference(name, than);
  return low === null ? points(mean) : `${points(mean)} (${points(low)} to ${points(high)})`;
}

/** A figure's name, heading and conditions. */
export interface AccuracyFigure {
  readonly name: string;
  readonly title: string;
  readonly conditions?: readonly string[];
  readonly naming?: Naming;
}

/** Curves of the mean over the seeds, epoch by epoch. */
export function learningCurves(
  trainings: Trainings,
  { name, title, conditions = trainings.conditions, naming = asItIs }: AccuracyFigure,
  of: keyof EpochRecord = 'testAccuracy',
): Figure {
  const caption = 'Mean over the seeds that had not diverged; the band is one standard deviation.';
  const series = conditions.map((condition) => {
    const course = trainings.course(condition, of);
    return {
      name: naming(condition),
      points: course.map(({ epoch, over }): [number, number] => [epoch, over.mean]),
      band: course.map(({ epoch, over: { mean, sd } }): [number, number, number] => [
        epoch,
        mean - (sd ?? 0),
        mean + (sd ?? 0),
      ]),
    };
  });
  return { name, caption: title, svg: curves({ title, series, x: 'epoch', y: labels[of], caption }) };
}

const labels: Readonly<Record<keyof EpochRecord, string>> = {
  epoch: 'epoch',
  trainLoss: 'training loss',
  trainAccuracy: 'training accuracy',
  testLoss: 'test loss',
  testAccuracy: 'test accuracy',
};

/** Means at the end, with their confidence intervals and every seed's value. */
export function finalAccuracies(
  trainings: Trainings,
  { name, title, conditions = trainings.conditions, naming = asItIs }: AccuracyFigure,
): Figure {
  const rows = conditions.map((condition) => {
    const { mean, low, high } = trainings.accuracy(condition);
    const values = trainings.accuracies(condition);
    return { name: naming(condition), value: mean, low: low ?? mean, high: high ?? mean, values };
  });
  const caption = 'Mean over the seeds with its 95 % confidence interval (Student t); rings are seeds.';
  return {
    name,
    caption: title,
    svg: intervals({ title, rows, x: 'test accuracy after the last epoch', caption }),
  };
}

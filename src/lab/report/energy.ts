import { curves } from '../plots/curves.js';
import type { MetricRow, Section } from './data.js';

/** Where a run stood after an epoch, and what it had cost by then. */
export interface Spent {
  readonly epoch: number;
  /** Messages and synaptic operations per presentation of the epoch. */
  readonly messages: number;
  readonly operations: number;
  /** Synaptic operations since the run began. */
  readonly soFar: number;
  /** On the test set, or the validation samples of a run that is judged by those; where targets are no classes the loss instead. */
  readonly accuracy?: number;
  readonly loss?: number;
}

const ways = ['up', 'down', 'teaching'];

/** What each epoch cost, from the rows of a run's metrics; none where nothing was counted. */
export function spending(rows: readonly MetricRow[]): Spent[] {
  let soFar = 0;
  const counted = rows.filter((row) => typeof row['energy/presentations'] === 'number');
  return counted.map((row) => {
    const sum = (name: string) => ways.reduce((all, way) => all + Number(row[`energy/${name}/${way}`]), 0);
    const presentations = Number(row['energy/presentations']);
    const operations = sum('operations');
    soFar += operations;
    return {
      epoch: Number(row.epoch),
      messages: sum('messages') / presentations,
      operations: operations / presentations,
      soFar,
      ...judgedIn(row),
    };
  });
}

function judgedIn(row: MetricRow): Pick<Spent, 'accuracy' | 'loss'> {
  const split = 'validation/loss' in row ? 'validation' : 'test';
  const accuracy = `${split}/accuracy`;
  return accuracy in row ? { accuracy: Number(row[accuracy]) } : { loss: Number(row[`${split}/loss`]) };
}

/** Accuracies of interest. */
const levels = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99];

/** For each accuracy that was reached: after which epoch first, and after how many synaptic operations. */
export function untilReached(
  spent: readonly Spent[],
): { accuracy: number; epoch: number; operations: number }[] {
  return levels.flatMap((accuracy) => {
    const first = spent.find((epoch) => (epoch.accuracy ?? 0) >= accuracy);
    return first ? [{ accuracy, epoch: first.epoch, operations: first.soFar }] : [];
  });
}

/** What training cost, in messages and synaptic operations; no section where nothing was counted. */
export function energySections(rows: readonly MetricRow[]): Section[] {
  const spent = spending(rows);
  if (spent.length === 0) return [];
  const last = spent[spent.length - 1];
  const on = rows.some((row) => 'validation/loss' in row) ? 'validation' : 'test';
  const judged = spent.some(({ accuracy }) => accuracy !== undefined) ? byAccuracy(on) : byLoss(on);
  const reached = untilReached(spent).map(
    ({ accuracy, epoch, operations }) => `${percent(accuracy)} % after ${count(operations)} (epoch ${epoch})`,
  );
  const text =
    `In the last epoch a presentation took ${count(last.messages)} messages of neurons and ${count(last.operations)} ` +
    'synaptic operations: a message setting out into one synapse, up, down, or to teach it.' +
    (reached.length > 0
      ? `\n\nSynaptic operations until a ${on} accuracy was reached: ${reached.join('; ')}.`
      : '');
  return [{ title: 'Energy', text, figures: [figure(spent, judged)], table: table(spent, judged) }];
}

/** What a network is judged by: accuracy in per cent, or loss where targets are no classes. */
interface Judged {
  /** The samples. */
  readonly on: string;
  readonly title: string;
  readonly name: string;
  /** Undefined in an epoch that does not say. */
  of(epoch: Spent): number | undefined;
  digits(value: number): string;
}

const byAccuracy = (on: string): Judged => ({
  on,
  title: 'Accuracy and what it cost',
  name: `${on} accuracy (%)`,
  of: ({ accuracy }) => accuracy && 100 * accuracy,
  digits: (percent) => percent.toFixed(2),
});
const byLoss = (on: string): Judged => ({
  on,
  title: 'Loss and what it cost',
  name: `${on} loss`,
  of: ({ loss }) => loss,
  digits: (loss) => loss.toPrecision(4),
});

function figure(spent: readonly Spent[], { on, title, name, of }: Judged): string {
  const points = spent.flatMap((epoch) => {
    const value = of(epoch);
    return value === undefined ? [] : [[epoch.soFar, value] as const];
  });
  return curves({
    title,
    series: [{ name: on, points, colour: 1 }],
    x: 'synaptic operations since the beginning',
    y: name,
  });
}

const table = (spent: readonly Spent[], { name, of, digits }: Judged) => ({
  columns: [
    'epoch',
    'messages per presentation',
    'synaptic operations per presentation',
    'synaptic operations so far',
    name,
  ],
  rows: spent.map((epoch) => {
    const value = of(epoch);
    const shown = value === undefined ? null : Number(digits(value));
    return [epoch.epoch, round(epoch.messages), round(epoch.operations), epoch.soFar, shown];
  }),
});

const round = (mean: number) => Math.round(10 * mean) / 10;

const count = (n: number) => round(n).toLocaleString('en-US');

const percent = (share: number) => Number((100 * share).toFixed(2));

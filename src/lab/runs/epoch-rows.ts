import { z } from 'zod';
import { readValue } from '../../schema.js';
import { type JsonRow, readJsonLines } from '../files.js';
import type { MetricRow } from '../report/index.js';

const count = z.int('a count').min(0, 'a count');
const measured = z.number('a number').nullable();

/** What a report makes numbers and curves of; null stands for what was not finite. */
const schema = z
  .looseObject({
    epoch: count,
    step: count,
    'train/loss': measured.optional(),
    'train/accuracy': measured.optional(),
    'test/loss': measured.optional(),
    'test/accuracy': measured.optional(),
    'validation/loss': measured.optional(),
    'validation/accuracy': measured.optional(),
  })
  .catchall(z.union([z.string(), measured], 'a text or number'));

const energyKeys = ['messages', 'operations'].flatMap((what) =>
  ['up', 'down', 'teaching'].map((way) => `energy/${what}/${way}`),
);
const counted = z.looseObject({
  'energy/presentations': z.int('a count').min(1, 'at least one presentation'),
  ...Object.fromEntries(energyKeys.map((key) => [key, count])),
});

/** What it was that was reached: the loss, where targets are no classes. */
const judged = (row: JsonRow) => {
  const split = 'validation/loss' in row ? 'validation' : 'test';
  const what = `${split}/accuracy` in row ? 'accuracy' : 'loss';
  return z.looseObject({ [`${split}/${what}`]: z.number('a number') });
};

/** The rows of metrics that end an epoch. @throws {InputError} naming the line of one that cannot be */
export function epochRows(path: string): MetricRow[] {
  return readJsonLines(path).flatMap((row, i) => {
    if (row.kind !== 'epoch') return [];
    const where = `${path}:${i + 1}`;
    if (Object.keys(row).some((key) => key.startsWith('energy/')))
      readValue(where, counted.extend(judged(row).shape), row);
    return [readValue(where, schema, row) as MetricRow];
  });
}

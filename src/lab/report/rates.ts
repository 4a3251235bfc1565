import { curves } from '../plots/curves.js';
import type { MetricRow, Section } from './data.js';

/** The learning rate at the end of each epoch, where it did not stay what it was; no section otherwise. */
export function rateSections(rows: readonly MetricRow[]): Section[] {
  const points = rows.flatMap(({ epoch, 'learning-rate': rate }) =>
    typeof epoch === 'number' && typeof rate === 'number' ? [[epoch, rate] as const] : [],
  );
  if (points.length === 0) return [];
  const series = [{ name: 'learning rate', points }];
  const figure = curves({ title: 'Learning rate', series, x: 'epoch', y: 'learning rate' });
  return [{ title: 'Learning rate', text: 'That of the last minibatch of each epoch.', figures: [figure] }];
}

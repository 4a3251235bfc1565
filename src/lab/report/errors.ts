import type { TargetError } from '../training/target-errors.js';
import type { Section } from './data.js';

const digits = (value: number | null) => (value === null ? null : Number(value.toPrecision(4)));

/** How far answers are from targets that are numbers, a row for each; no section where targets are classes. */
export function errorSections(errors: readonly TargetError[] | undefined): Section[] {
  if (!errors) return [];
  return [
    {
      title: 'Errors',
      text: 'On the test samples, in the units of the data. R² is 1 where all answers are right, 0 where they are no better than the mean.',
      table: {
        columns: ['target', 'root mean squared error', 'mean absolute error', 'R²'],
        rows: errors.map(({ target, rmse, mae, r2 }) => [target, digits(rmse), digits(mae), digits(r2)]),
      },
    },
  ];
}

/** The same in a few words, for each of a few targets. */
export function errorLines(errors: readonly TargetError[]): string[] {
  const some = errors.slice(0, 10).map(({ target, rmse, mae, r2 }) => {
    const name = errors.length > 1 ? `${target}: ` : '';
    const share = r2 === null ? '' : `, R² ${r2.toFixed(4)}`;
    return `${name}root mean squared error ${rmse.toPrecision(4)}, mean absolute error ${mae.toPrecision(4)}${share}`;
  });
  return errors.length > 10 ? [...some, `and ${errors.length - 10} more targets`] : some;
}

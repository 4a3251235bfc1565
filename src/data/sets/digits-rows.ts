import { builtInRows } from '../row-by-row.js';
import { digits } from './digits.js';

/** The drawn digits as sequences of rows. */
export const digitsRows = builtInRows(
  'digits-rows',
  'drawn digits row by row, built in, sequences of 28 x 28',
  digits,
);

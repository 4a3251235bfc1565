import { fileRows } from '../row-by-row.js';
import { mnist } from './mnist.js';

/** MNIST as sequences of rows. */
export const mnistRows = fileRows('handwritten digits row by row, sequences of 28 x 28', mnist);

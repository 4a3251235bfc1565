import { refuse } from '../errors.js';
import { type DataSet, type Inputs, inputSize } from './dataset.js';
import type { Normalisation } from './normalisation.js';

/**
 * Fits mean and standard deviation (n, not n - 1) of each number of an input over a split, after scaling.
 * @throws {InputError} naming the number that never changes: it has no deviation to be divided by
 */
export function fitStandardisation(data: DataSet): Normalisation {
  const { train, description, name } = data;
  const called = columnNames(description?.inputs, 'number');
  return scaling(train.inputs, inputSize(train), train.scale, (k) => `standardise: ${called(k)} of ${name}`);
}

/**
 * The same of targets that are numbers.
 * @throws {InputError} when they are classes, or one never changes
 */
export function fitTargetStandardisation(data: DataSet): Normalisation {
  if ('classes' in data)
    return refuse({
      where: 'standardiseTargets',
      got: `${data.name}, whose targets are classes`,
      expected: 'targets that are numbers',
    });
  const called = columnNames(data.description?.targets, 'target');
  const where = (k: number) => `standardiseTargets: ${called(k)} of ${data.name}`;
  return scaling(data.train.targets, data.targetSize, 1, where);
}

const columnNames = (names: readonly string[] | undefined, what: string) => (k: number) =>
  names?.[k] === undefined ? `${what} ${k + 1}` : `column ${names[k]}`;

function scaling(
  numbers: Inputs['inputs'],
  width: number,
  scale: number,
  where: (k: number) => string,
): Normalisation {
  const count = numbers.length / width;
  const mean = new Float64Array(width);
  for (let i = 0; i < numbers.length; i++) mean[i % width] += numbers[i] / count;
  const squares = new Float64Array(width);
  for (let i = 0; i < numbers.length; i++) squares[i % width] += (numbers[i] - mean[i % width]) ** 2;
  refuseConstant(numbers, width, where);
  return {
    mean: Array.from(mean, (value) => value * scale),
    sd: Array.from(squares, (sum) => Math.abs(scale) * Math.sqrt(sum / count)),
  };
}

// By the numbers themselves: rounding may leave a constant column a deviation that is not 0.
function refuseConstant(numbers: Inputs['inputs'], width: number, where: (k: number) => string): void {
  const constant = new Uint8Array(width).fill(1);
  for (let i = width; i < numbers.length; i++) if (numbers[i] !== numbers[i % width]) constant[i % width] = 0;
  const k = constant.indexOf(1);
  if (k < 0) return;
  refuse({
    where: where(k),
    got: `${numbers[k]} in every sample to learn from`,
    expected: 'numbers that differ',
    hint: 'leaving it out with --input-columns; or for images --normalise, which is by channel',
  });
}

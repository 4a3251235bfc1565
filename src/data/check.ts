import { refuse } from '../errors.js';
import { type ClassSet, type DataSet, inputSize, type Split } from './dataset.js';

/**
 * Holds a data set to what it says of itself, whoever made it.
 * @throws {InputError} naming the half and the array, when there is nothing, a length is wrong, a number is not finite,
 *   a label is no class, or both halves have not inputs of one shape
 */
export function checkDataSet(data: DataSet): void {
  const where = `data set ${data.name}`;
  if (!('classes' in data)) checkCount(`${where}.targetSize`, data.targetSize);
  else checkClasses(where, data);
  const [train, test] = [data.train, data.test].map(({ shape }) => shape.join(' x '));
  if (train !== test) refuse({ where, got: `test inputs of ${test}`, expected: `${train}, as for training` });
  for (const half of ['train', 'test'] as const) checkSplit(`${where}.${half}`, data[half], data);
  if (!data.validation) return;
  const validation = data.validation.shape.join(' x ');
  if (validation !== train)
    refuse({ where, got: `validation inputs of ${validation}`, expected: `${train}, as for training` });
  checkSplit(`${where}.validation`, data.validation, data);
}

/** A label is a byte. */
const mostClasses = 256;

function checkClasses(where: string, { classes }: ClassSet): void {
  if (Number.isInteger(classes) && classes >= 1 && classes <= mostClasses) return;
  refuse({ where: `${where}.classes`, got: String(classes), expected: `a whole number 1 .. ${mostClasses}` });
}

function checkSplit(where: string, split: Split, data: DataSet): void {
  const { count, shape, inputs, scale } = split;
  checkCount(`${where}.count`, count);
  for (const [axis, n] of shape.entries()) checkCount(`${where}.shape[${axis}]`, n);
  if (!Number.isFinite(scale))
    refuse({ where: `${where}.scale`, got: String(scale), expected: 'a finite number' });
  const size = inputSize(split);
  checkLength(`${where}.inputs`, inputs.length, count, size);
  if (inputs instanceof Float32Array) checkFinite(`${where}.inputs`, inputs, size);
  if ('labels' in split) {
    checkLength(`${where}.labels`, split.labels.length, count, 1);
    if ('classes' in data) checkLabels(`${where}.labels`, split.labels, data.classes);
  } else if ('targetSize' in data) {
    checkLength(`${where}.targets`, split.targets.length, count, data.targetSize);
    checkFinite(`${where}.targets`, split.targets, data.targetSize);
  }
}

function checkCount(where: string, n: number): void {
  if (Number.isInteger(n) && n > 0) return;
  refuse({ where, got: String(n), expected: 'a whole number above 0' });
}

function checkLength(where: string, got: number, count: number, width: number): void {
  if (got === count * width) return;
  refuse({ where, got: `length ${got}`, expected: `${count} x ${width} = ${count * width}` });
}

function checkFinite(where: string, numbers: Float32Array, width: number): void {
  const bad = numbers.findIndex((x) => !Number.isFinite(x));
  if (bad < 0) return;
  const got = `${numbers[bad]} in sample ${Math.floor(bad / width)}`;
  refuse({ where: `${where}[${bad}]`, got, expected: 'a finite number' });
}

function checkLabels(where: string, labels: Uint8Array, classes: number): void {
  const bad = labels.findIndex((label) => label >= classes);
  if (bad >= 0)
    refuse({ where: `${where}[${bad}]`, got: String(labels[bad]), expected: `a class 0 .. ${classes - 1}` });
}

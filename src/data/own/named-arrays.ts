import { choose, refuse } from '../../errors.js';
import { listed } from '../../schema.js';
import type { NumberArray } from './array.js';
import { columnSamples, pairedSamples } from './arrays.js';
import type { Request } from './formats/format.js';
import type { Found } from './samples.js';

/** Names that inputs and targets have by custom, in the order in which they are looked for. */
const customs: readonly (readonly [inputs: string, targets: string])[] = [
  ['x_train', 'y_train'],
  ['X_train', 'y_train'],
  ['train_images', 'train_labels'],
  ['x', 'y'],
  ['X', 'y'],
  ['inputs', 'targets'],
  ['inputs', 'labels'],
  ['images', 'labels'],
  ['data', 'target'],
  ['data', 'labels'],
];
const test: Readonly<Record<string, string>> = {
  x_train: 'x_test',
  X_train: 'X_test',
  y_train: 'y_test',
  train_images: 'test_images',
  train_labels: 'test_labels',
};

/**
 * Samples in a file of several arrays, by the names that are asked for or by custom. Of a pair for training that for testing is
 * taken, too.
 * @param of reads an array by its name
 * @throws {InputError} when an array is not there, or none has a name of custom
 */
export function namedSamples(
  file: string,
  names: readonly string[],
  of: (name: string) => NumberArray,
  request: Request,
): Found {
  const [inputs, targets] = chosen(file, names, request);
  if (inputs === targets) {
    // A name is that of an array here, so columns have none.
    const samples = { ...columnSamples(of(inputs), {}, request.targets), names: [] };
    return { samples, notes: [`array ${inputs}`] };
  }
  const pair = (a: string, b: string | undefined) =>
    pairedSamples(of(a), b === undefined ? undefined : of(b));
  const samples = pair(inputs, targets);
  const [testInputs, testTargets] = [test[inputs], targets === undefined ? undefined : test[targets]];
  const notes = [`arrays ${[inputs, ...(targets === undefined ? [] : [targets])].join(' and ')}`];
  const has = (name: string | undefined) => name !== undefined && names.includes(name);
  const both = has(testInputs) && (targets === undefined || has(testTargets));
  return { samples, notes, ...(both && { test: pair(testInputs!, testTargets) }) };
}

function chosen(file: string, names: readonly string[], request: Request): [string, string | undefined] {
  const asked = request.inputColumns && one(`${file}: input columns`, names, request.inputColumns);
  const target = request.targets && request.target && one(`${file}: target`, names, request.target);
  if (asked && (target || !request.targets)) return [asked, target || undefined];
  const custom = customs.find(
    ([x, y]) =>
      names.includes(x) &&
      (!request.targets || names.includes(y)) &&
      x === (asked ?? x) &&
      y === (target || y),
  );
  if (custom) return request.targets ? [...custom] : [custom[0], undefined];
  if (names.length === 1) return [names[0], request.targets ? names[0] : undefined];
  return refuse({
    where: file,
    got: `arrays ${listed(names)}`,
    expected: 'inputs and targets by names such as x and y, or x_train and y_train',
    hint: '--input-columns NAME --target NAME',
  });
}

function one(where: string, names: readonly string[], asked: readonly string[]): string {
  if (asked.length > 1) refuse({ where, got: asked.join(','), expected: 'the name of one array' });
  choose(where, Object.fromEntries(names.map((name) => [name, name])), asked[0]);
  return asked[0];
}

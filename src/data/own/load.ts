import { basename } from 'node:path';
import { refuse } from '../../errors.js';
import { type DataSet, type Inputs, type Split, sha256 } from '../dataset.js';
import type { Content } from '../idx.js';
import type { DataDescription } from './description.js';
import { type DataOptions, standardSplit } from './options.js';
import { readSource, type Source } from './read.js';
import type { Samples } from './samples.js';
import { splitAny, splitClasses } from './split.js';
import { labelsOf, type Meaning, meaningOf, realsOf } from './targets.js';

/**
 * Loads data of one's own: a table, arrays, or a folder of images.
 * @param path of a file or folder, absolute
 * @throws {InputError} naming the place of what cannot be read or learned from
 */
export async function loadOwnData(path: string, options: DataOptions): Promise<DataSet> {
  const { inputColumns, target, targetFile, delimiter } = options;
  const source = await readSource(path, { inputColumns, target, targetFile, delimiter, targets: true });
  const { samples } = source;
  const meaning = meaningOf(path, samples, options.task);
  const whole = splitOf(samples, meaning);
  const judged = await judgedBy(path, options, source, meaning);
  const parts = judged
    ? { train: whole, test: judged.split }
    : divided(path, options, samples, whole, meaning);
  const contents = [...source.contents, ...(judged?.contents ?? [])];
  const origin = {
    name: basename(path),
    checksum: checksumOf(contents),
    // Nothing is published that they could differ from.
    verified: true,
    source: options.test === undefined ? path : `${path}, judged by ${options.test}`,
  };
  const description = describe(path, options, source, meaning, {
    checksum: origin.checksum,
    train: parts.train.count,
    test: parts.test.count,
    testIsApart: judged !== undefined,
  });
  return (
    meaning.task === 'classes'
      ? { ...origin, ...parts, classes: meaning.classes.length, classNames: meaning.classes, description }
      : { ...origin, ...parts, targetSize: meaning.targetSize, description }
  ) as DataSet;
}

/** Other data, read as those of a description were. */
export interface LikeOptions {
  /** Their targets, where these have a file of their own. */
  readonly targetFile?: string | undefined;
  readonly delimiter?: string | undefined;
}

/**
 * Reads other data for a network that was trained on data of a description: the same columns, and the same classes.
 * @param path of a file or folder, absolute
 * @throws {InputError} when they are not of that kind, or have a class that it was not trained on
 */
export async function loadLike(
  path: string,
  description: DataDescription,
  options: LikeOptions = {},
): Promise<Split & { readonly checksum: string }> {
  const { contents, samples } = await readSource(path, {
    ...askedBy(description),
    ...options,
    targets: true,
  });
  refuseOtherShape(path, samples, description);
  return { ...splitOf(samples, meaningIn(description)), checksum: checksumOf(contents) };
}

/** Reads inputs alone, in the same way, to be answered. @throws {InputError} as `loadLike` */
export async function loadInputsLike(
  path: string,
  description: DataDescription,
  options: Omit<LikeOptions, 'targetFile'> = {},
): Promise<Inputs & { readonly checksum: string }> {
  const { contents, samples } = await readSource(path, {
    ...askedBy(description),
    ...options,
    targets: false,
  });
  refuseOtherShape(path, samples, description);
  const { count, shape, form, inputs, scale } = samples;
  return { count, shape, ...(form && { form }), inputs, scale, checksum: checksumOf(contents) };
}

// Columns by the names under which they were found.
const askedBy = ({ inputs, targets, options }: DataDescription) =>
  inputs.length > 0
    ? { inputColumns: inputs, target: targets }
    : { inputColumns: options.inputColumns, target: options.target };

const meaningIn = ({ task, classes, targetSize }: DataDescription): Meaning =>
  task === 'classes' ? { task, classes: classes ?? [] } : { task, targetSize };

function refuseOtherShape(where: string, { shape }: Inputs, wanted: Pick<DataDescription, 'shape'>): void {
  const [got, expected] = [shape, wanted.shape].map((sizes) => sizes.join(' x '));
  if (got !== expected)
    refuse({ where, got: `inputs of ${got}`, expected: `${expected}, as those trained on` });
}

function splitOf(samples: Samples, meaning: Meaning): Split {
  const { count, shape, form, inputs, scale } = samples;
  const given = { count, shape, ...(form && { form }), inputs, scale };
  if (meaning.task === 'classes') return { ...given, labels: labelsOf(samples, meaning.classes) };
  const width = samples.targets!.width;
  if (width !== meaning.targetSize)
    refuse({
      where: 'targets',
      got: `${width} numbers each`,
      expected: `${meaning.targetSize}, as those trained on`,
    });
  return { ...given, targets: realsOf(samples) };
}

async function judgedBy(path: string, options: DataOptions, source: Source, meaning: Meaning) {
  const { test, testTargetFile, testShare, delimiter } = options;
  if (test === undefined) {
    if (!source.test || testShare !== undefined) return undefined;
    return { split: splitOf(source.test, meaning), contents: [] };
  }
  const { names, targets } = source.samples;
  const asked =
    names.length > 0
      ? { inputColumns: names, target: targets!.names }
      : { inputColumns: options.inputColumns, target: options.target };
  const other = await readSource(test, { ...asked, targetFile: testTargetFile, delimiter, targets: true });
  if (other.format !== source.format)
    refuse({ where: test, got: other.format, expected: `${source.format}, as ${path}` });
  refuseOtherShape(test, other.samples, source.samples);
  return { split: splitOf(other.samples, meaning), contents: other.contents };
}

function divided(path: string, options: DataOptions, samples: Samples, whole: Split, meaning: Meaning) {
  const { testShare = standardSplit.testShare, splitSeed = standardSplit.splitSeed } = options;
  const place = (sample: number) => samples.targets!.place(sample, 0);
  const { rest, share } =
    'labels' in whole && meaning.task === 'classes'
      ? splitClasses(whole.labels, meaning.classes, { share: testShare, seed: splitSeed }, place)
      : splitAny(path, whole.count, testShare, splitSeed);
  return { train: picked(whole, rest), test: picked(whole, share) };
}

/** Some samples of a split, in the order in which they are asked for. */
export function picked<S extends Split>(split: S, samples: Uint32Array): S {
  const size = split.inputs.length / split.count;
  const rows = <A extends Uint8Array | Float32Array>(all: A, width: number): A => {
    const some = all.slice(0, samples.length * width) as A;
    for (const [row, sample] of samples.entries())
      some.set(all.subarray(sample * width, (sample + 1) * width), row * width);
    return some;
  };
  const inputs = rows(split.inputs, size);
  const targets =
    'labels' in split
      ? { labels: rows(split.labels, 1) }
      : { targets: rows(split.targets, split.targets.length / split.count) };
  return { ...split, count: samples.length, inputs, ...targets };
}

// Where images lie says their class, so it counts as well.
function checksumOf(contents: readonly Content[]): string {
  if (contents.length <= 4) return sha256(...contents.map(({ bytes }) => bytes));
  return sha256(
    ...contents.flatMap(({ file, bytes }) => [
      Buffer.from(`${file.split(/[\\/]/).slice(-2).join('/')}\0${bytes.length}\0`),
      bytes,
    ]),
  );
}

function describe(
  data: string,
  options: DataOptions,
  { format, samples, notes }: Source,
  meaning: Meaning,
  found: { checksum: string; train: number; test: number; testIsApart: boolean },
): DataDescription {
  const { testShare = standardSplit.testShare, splitSeed = standardSplit.splitSeed, test } = options;
  const { train, test: judged } = found;
  const split = found.testIsApart
    ? (test ?? 'arrays for testing in the same file')
    : `a share of ${testShare}, drawn by seed ${splitSeed}`;
  return {
    ...{ data, format, sha256: found.checksum, options },
    ...{ inputs: [...samples.names], targets: [...samples.targets!.names], shape: [...samples.shape] },
    ...(samples.form && { form: samples.form }),
    task: meaning.task,
    ...(meaning.task === 'classes' && { classes: [...meaning.classes] }),
    targetSize: meaning.task === 'classes' ? meaning.classes.length : meaning.targetSize,
    ...{ samples: { train, test: judged }, split, notes: [...notes] },
  };
}

import { basename } from 'node:path';
import type { DataSet, Split } from '../dataset.js';
import type { DataDescription } from './description.js';
import { type DataOptions, standardSplit } from './options.js';
import { checksumOf, picked, refuseOtherShape, splitOf } from './parts.js';
import { readSource, type Source } from './read.js';
import type { Samples } from './samples.js';
import { type Numbers, numbersIn, scaledAlike } from './scale.js';
import { splitAny, splitClasses } from './split.js';
import { type Meaning, meaningOf } from './targets.js';

/**
 * Loads data of one's own: a table, arrays, or a folder of images.
 * @param path of a file or folder, absolute
 * @throws {InputError} naming the place of what cannot be read or learned from
 */
export async function loadOwnData(path: string, options: DataOptions): Promise<DataSet> {
  const { inputColumns, target, targetFile, delimiter } = options;
  const source = await readSource(path, { inputColumns, target, targetFile, delimiter, targets: true });
  const { samples } = source;
  const learned = numbersIn(samples);
  const meaning = meaningOf(path, samples, options.task);
  const whole = splitOf(samples, meaning);
  const judged = await judgedBy(options, source, meaning, learned);
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
    notes: [...source.notes, ...(judged?.notes ?? [])],
  });
  return (
    meaning.task === 'classes'
      ? { ...origin, ...parts, classes: meaning.classes.length, classNames: meaning.classes, description }
      : { ...origin, ...parts, targetSize: meaning.targetSize, description }
  ) as DataSet;
}

async function judgedBy(options: DataOptions, source: Source, meaning: Meaning, learned: Numbers) {
  const { test, testTargetFile, testShare, delimiter } = options;
  if (test === undefined) {
    if (!source.test || testShare !== undefined) return undefined;
    const { inputs, notes } = scaledAlike(
      `${source.contents[0].file}: arrays for testing`,
      source.test,
      learned,
    );
    return { split: splitOf(inputs, meaning), contents: [], notes };
  }
  const { names, targets } = source.samples;
  const asked =
    names.length > 0
      ? { inputColumns: names, target: targets!.names }
      : { inputColumns: options.inputColumns, target: options.target };
  const request = { ...asked, targetFile: testTargetFile, delimiter, targets: true };
  const other = await readSource(test, request, source.format);
  refuseOtherShape(test, other.samples, source.samples);
  const { inputs, notes } = scaledAlike(test, other.samples, learned);
  return { split: splitOf(inputs, meaning), contents: other.contents, notes };
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

function describe(
  data: string,
  options: DataOptions,
  { format, samples }: Source,
  meaning: Meaning,
  found: { checksum: string; train: number; test: number; testIsApart: boolean; notes: readonly string[] },
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
    ...{ samples: { train, test: judged }, split, notes: [...found.notes] },
  };
}

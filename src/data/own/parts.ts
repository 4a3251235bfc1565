import { refuse } from '../../errors.js';
import { type Inputs, type Split, sha256 } from '../dataset.js';
import type { Content } from '../idx.js';
import type { DataDescription } from './description.js';
import type { Samples } from './samples.js';
import { labelsOf, type Meaning, realsOf } from './targets.js';

/** @throws {InputError} on inputs of another shape than those trained on */
export function refuseOtherShape(
  where: string,
  { shape }: Inputs,
  wanted: Pick<DataDescription, 'shape'>,
): void {
  const [got, expected] = [shape, wanted.shape].map((sizes) => sizes.join(' x '));
  if (got !== expected)
    refuse({ where, got: `inputs of ${got}`, expected: `${expected}, as those trained on` });
}

/** Samples with targets as they are meant. @throws {InputError} naming the place of one that cannot be */
export function splitOf(samples: Samples, meaning: Meaning): Split {
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

/** Of all that was read, unpacked. Where images lie says their class, so it counts as well. */
export function checksumOf(contents: readonly Content[]): string {
  if (contents.length <= 4) return sha256(...contents.map(({ bytes }) => bytes));
  return sha256(
    ...contents.flatMap(({ file, bytes }) => [
      Buffer.from(`${file.split(/[\\/]/).slice(-2).join('/')}\0${bytes.length}\0`),
      bytes,
    ]),
  );
}

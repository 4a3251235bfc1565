import {
  augmentations,
  channelsOf,
  type DataSet,
  fitNormalisation,
  formOf,
  imageWriter,
  type Normalisation,
  placementOf,
  type Split,
  type WriteInput,
} from '../../data/index.js';
import { choose, refuse } from '../../errors.js';

/** What a configuration says of how inputs are given to a network. */
export interface PreparationSettings {
  readonly normalise?: boolean | undefined;
  readonly augment?: readonly string[] | undefined;
  readonly seed: number;
}

/** How inputs are given to a network: as they are, or as images that are normalised and changed at random. */
export interface Preparation {
  readonly normalisation?: Normalisation;
  /** Names of augmentations, for training only. */
  readonly augment?: readonly string[];
  /** Of augmentations. */
  readonly seed?: number;
}

/**
 * @param kept what a run that goes on was begun with; otherwise it is fitted on the training split
 * @throws {InputError} when it is asked for of what is no image, or `kept` is of other channels
 */
export function preparationOf(
  { normalise, augment, seed }: PreparationSettings,
  data: DataSet,
  kept?: Normalisation,
): Preparation {
  if (normalise) requireImages('normalise', data);
  if (augment) requireImages('augment', data);
  if (kept && kept.mean.length !== channelsOf(data.train)) {
    const expected = `${channelsOf(data.train)}, those of ${data.name}`;
    refuse({ where: 'normalisation', got: `${kept.mean.length} channels`, expected });
  }
  return {
    ...(normalise && { normalisation: kept ?? fitNormalisation(data.train) }),
    ...(augment && { augment, seed }),
  };
}

/** @throws {InputError} naming the augmentation that is unknown, or stands twice */
export function checkAugmentations(where: string, names: readonly string[] | undefined): void {
  for (const [i, name] of (names ?? []).entries()) {
    choose(`${where}[${i}]`, augmentations, name);
    if (names!.indexOf(name) < i)
      refuse({ where: `${where}[${i}]`, got: `${name} again`, expected: 'each once' });
  }
}

/** What writes the inputs of a split; undefined where they are as they are. @param epoch of training; none: for testing */
export function writerOf(
  { normalisation, augment, seed = 1 }: Preparation,
  split: Split,
  epoch?: number,
): WriteInput | undefined {
  if (augment === undefined || epoch === undefined) return normalisation && imageWriter(split, normalisation);
  return imageWriter(split, normalisation, (sample) =>
    placementOf(augment, split.shape, { seed, epoch, sample }),
  );
}

function requireImages(what: string, { name, train }: DataSet): void {
  const form = formOf(train);
  if (form === 'image') return;
  const got = `${name}, whose inputs are ${form === 'sequence' ? 'sequences' : 'vectors'}`;
  refuse({ where: what, got, expected: 'a data set of images', hint: `training without ${what}` });
}
